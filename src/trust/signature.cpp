#include "trust/signature.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <sodium.h>

#include <memory>

#include "core/check.h"

namespace commune::trust {
namespace {

void start_sodium() {
  static const bool started = [] {
    CHECK(sodium_init() >= 0);
    return true;
  }();
  CHECK(started);
}

core::Bytes message_of(std::string_view label, std::initializer_list<core::ByteView> parts) {
  core::Bytes message;
  std::size_t size = label.size() + 1;
  for (const auto part : parts) size += part.size();
  message.reserve(size);
  message.insert(message.end(), label.begin(), label.end());
  message.push_back(0);
  for (const auto part : parts) message.insert(message.end(), part.begin(), part.end());
  return message;
}

}  // namespace

SigningKey::SigningKey(const Seed& seed) {
  start_sodium();
  std::array<std::uint8_t, 32> public_bytes{};
  CHECK(crypto_sign_seed_keypair(public_bytes.data(), secret_.data(), seed.data()) == 0);
  public_key_ = model::PublicKey{public_bytes};
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

model::Signature SigningKey::sign(std::string_view label,
                                  std::initializer_list<core::ByteView> parts) const {
  const core::Bytes message = message_of(label, parts);
  std::array<std::uint8_t, 64> signature{};
  CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                             secret_.data()) == 0);
  return model::Signature{signature};
}

Seed make_seed() {
  start_sodium();
  Seed seed{};
  randombytes_buf(seed.data(), seed.size());
  return seed;
}

bool is_signed_by(const model::PublicKey& key, const model::Signature& signature,
                  std::string_view label, std::initializer_list<core::ByteView> parts) {
  start_sodium();
  const core::Bytes message = message_of(label, parts);
  return crypto_sign_verify_detached(signature.view().data(), message.data(), message.size(),
                                     key.view().data()) == 0;
}

Seed derive_seed(const Seed& root, core::ByteView info) {
  static constexpr std::string_view salt = "commune/v1";
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
      EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), &EVP_PKEY_CTX_free};
  Seed out{};
  std::size_t size = out.size();
  const auto salt_bytes = core::as_bytes(salt);
  CHECK(context && EVP_PKEY_derive_init(context.get()) == 1);
  CHECK(EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt_bytes.data(),
                                    static_cast<int>(salt_bytes.size())) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_key(context.get(), root.data(), static_cast<int>(root.size())) == 1);
  CHECK(EVP_PKEY_CTX_add1_hkdf_info(context.get(), info.data(), static_cast<int>(info.size())) ==
        1);
  CHECK(EVP_PKEY_derive(context.get(), out.data(), &size) == 1 && size == out.size());
  return out;
}

Seed member_seed(const Seed& root) { return derive_seed(root, core::as_bytes("member")); }

Seed participant_seed(const Seed& root, const model::TaskId& task) {
  core::Bytes info;
  const auto label = core::as_bytes("participant");
  info.insert(info.end(), label.begin(), label.end());
  info.push_back(0);
  info.insert(info.end(), task.view().begin(), task.view().end());
  return derive_seed(root, info);
}

}  // namespace commune::trust
