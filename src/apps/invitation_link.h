// An invitation as a link and as a QR code in the terminal. The secret stands after the '#', which
// browsers never send to a server.
#pragma once

#include <string>
#include <string_view>

#include "trust/signature.h"

namespace commune::apps {

[[nodiscard]] std::string invitation_link(std::string_view origin, const trust::Seed& invitation);

// Prints the link and its QR code to standard output.
void print_invitation(std::string_view origin, const trust::Seed& invitation);

}  // namespace commune::apps
