#include "push/vapid.h"

#include <fmt/core.h>
#include <openssl/crypto.h>

#include <algorithm>

#include "core/bytes.h"
#include "core/check.h"
#include "push/p256.h"

namespace commune::push {

core::Result<VapidKey> VapidKey::from(const std::array<std::uint8_t, 32>& seed) {
  const auto point = point_of(seed);
  if (!point) return core::fail(core::ErrorCode::invalid, "this seed gives no key of P-256");
  VapidKey key;
  key.scalar_ = seed;
  key.point_ = *point;
  return key;
}

VapidKey::~VapidKey() { OPENSSL_cleanse(scalar_.data(), scalar_.size()); }

std::string VapidKey::public_text() const { return core::to_base64url(point_); }

std::string VapidKey::authorization(std::string_view audience, std::string_view contact,
                                    core::Time now) const {
  // None of the three can hold a character that JSON would escape: parse_endpoint, check_contact.
  const std::string claims = fmt::format(R"({{"aud":"{}","exp":{},"sub":"{}"}})", audience,
                                         (now + token_life).seconds, contact);
  const std::string text = core::to_base64url(core::as_bytes(R"({"typ":"JWT","alg":"ES256"})")) +
                           "." + core::to_base64url(core::as_bytes(claims));
  const auto own = open_private_key(scalar_);
  CHECK(own.has_value());
  const auto signature = sign(*own->key, core::as_bytes(text));
  return fmt::format("vapid t={}.{}, k={}", text, core::to_base64url(signature), public_text());
}

core::Result<void> check_contact(std::string_view contact) {
  const bool is_address = (contact.starts_with("mailto:") && contact.size() > 7 &&
                           contact.find('@') != std::string_view::npos) ||
                          (contact.starts_with("https://") && contact.size() > 8);
  const bool is_plain = std::ranges::all_of(contact, [](char letter) {
    return letter > ' ' && letter < '\x7f' && letter != '"' && letter != '\\';
  });
  constexpr std::size_t contact_size_max = 200;
  if (is_address && is_plain && contact.size() <= contact_size_max) return {};
  return core::fail(core::ErrorCode::malformed,
                    fmt::format("push services want to know whom to ask: mailto:NAME@HOST or "
                                "https://…, not \"{}\"",
                                contact));
}

}  // namespace commune::push
