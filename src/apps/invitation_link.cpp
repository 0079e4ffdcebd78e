#include "apps/invitation_link.h"

#include <fmt/core.h>

#include <qrcodegen/qrcodegen.hpp>

#include "core/bytes.h"

namespace commune::apps {

std::string invitation_link(std::string_view origin, const trust::Seed& invitation) {
  return fmt::format("{}/join#{}", origin, core::to_base64url(invitation));
}

void print_invitation(std::string_view origin, const trust::Seed& invitation) {
  const std::string link = invitation_link(origin, invitation);
  const auto code = qrcodegen::QrCode::encodeText(link.c_str(), qrcodegen::QrCode::Ecc::LOW);
  const int border = 2;
  // Two rows of modules in one row of text; light modules are drawn, so that it reads on dark
  // terminals.
  for (int y = -border; y < code.getSize() + border; y += 2) {
    std::string row;
    for (int x = -border; x < code.getSize() + border; ++x) {
      const bool upper = !code.getModule(x, y);
      const bool lower = !code.getModule(x, y + 1) && y + 1 < code.getSize() + border;
      row += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
    }
    fmt::print("{}\n", row);
  }
  fmt::print("\nThe founders' invitation:\n{}\n", link);
}

}  // namespace commune::apps
