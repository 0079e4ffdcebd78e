// Ed25519 (RFC 8032) through libsodium. Messages are domain-separated: "label" || 0x00 || parts, so
// that a signature made for one purpose never passes for another.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "core/bytes.h"
#include "model/ids.h"

namespace commune::trust {

inline constexpr std::string_view envelope_label = "commune/envelope/v1";
inline constexpr std::string_view invitation_label = "commune/invitation/v1";
inline constexpr std::string_view session_label = "commune/session/v1";
inline constexpr std::string_view device_label = "commune/device/v1";

using Seed = std::array<std::uint8_t, 32>;

// A signing key, made from 32 secret bytes. Wiped when it goes.
class SigningKey {
 public:
  explicit SigningKey(const Seed& seed);
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;
  ~SigningKey();

  [[nodiscard]] const model::PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] model::Signature sign(std::string_view label,
                                      std::initializer_list<core::ByteView> parts) const;

 private:
  std::array<std::uint8_t, 64> secret_{};
  model::PublicKey public_key_;
};

// A fresh random seed from the operating system.
[[nodiscard]] Seed make_seed();

[[nodiscard]] bool is_signed_by(const model::PublicKey& key, const model::Signature& signature,
                                std::string_view label,
                                std::initializer_list<core::ByteView> parts);

// HKDF-SHA256 (RFC 5869) with salt "commune/v1", 32 bytes: how a root seed gives every other key.
[[nodiscard]] Seed derive_seed(const Seed& root, core::ByteView info);

// info "member": the key that a member's commands are signed with.
[[nodiscard]] Seed member_seed(const Seed& root);
// info "participant" || 0x00 || task: the key of one place, which nobody else can link to the
// member.
[[nodiscard]] Seed participant_seed(const Seed& root, const model::TaskId& task);

}  // namespace commune::trust
