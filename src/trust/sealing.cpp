#include "trust/sealing.h"

#include <sodium.h>

#include <array>
#include <initializer_list>

#include "core/check.h"

namespace commune::trust {
namespace {

using Block = std::array<std::uint8_t, 32>;  // of SHA-256, and each key here

constexpr std::array<std::uint8_t, 5> kem_suite{'K', 'E', 'M', 0x00, 0x20};
constexpr std::array<std::uint8_t, 10> hpke_suite{'H',  'P',  'K',  'E',  0x00,
                                                  0x20, 0x00, 0x01, 0x00, 0x03};
constexpr std::string_view version = "HPKE-v1";
constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_chacha20poly1305_ietf_ABYTES;
static_assert(seal_overhead_bytes == key_size + tag_size);

Block hmac(core::ByteView key, std::initializer_list<core::ByteView> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (const core::ByteView part : parts)
    crypto_auth_hmacsha256_update(&state, part.data(), part.size());
  Block out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

// RFC 9180, section 4.
Block labelled_extract(core::ByteView suite, core::ByteView salt, std::string_view label,
                       core::ByteView material) {
  return hmac(salt, {core::as_bytes(version), suite, core::as_bytes(label), material});
}

// At most one block: enough for a key and for a nonce.
Block labelled_expand(core::ByteView suite, core::ByteView key, std::string_view label,
                      core::ByteView info, std::size_t size) {
  CHECK(size <= Block{}.size());
  const std::array<std::uint8_t, 2> length{0, static_cast<std::uint8_t>(size)};
  const std::array<std::uint8_t, 1> first{1};
  return hmac(key, {length, core::as_bytes(version), suite, core::as_bytes(label), info, first});
}

core::Bytes joined(std::initializer_list<core::ByteView> parts) {
  core::Bytes bytes;
  for (const core::ByteView part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

struct Cipher {
  Block key{};
  Block nonce{};  // its first nonce_size bytes

  ~Cipher() { sodium_memzero(key.data(), key.size()); }
};

// Sections 4.1 and 5.1: the key of the one message from what both sides know.
Cipher cipher_of(core::ByteView shared_point, core::ByteView ephemeral, core::ByteView receiver,
                 std::string_view info) {
  const Block extracted = labelled_extract(kem_suite, {}, "eae_prk", shared_point);
  const Block shared = labelled_expand(kem_suite, extracted, "shared_secret",
                                       joined({ephemeral, receiver}), key_size);
  constexpr std::array<std::uint8_t, 1> base_mode{0};
  const core::Bytes context =
      joined({base_mode, labelled_extract(hpke_suite, {}, "psk_id_hash", {}),
              labelled_extract(hpke_suite, {}, "info_hash", core::as_bytes(info))});
  const Block secret = labelled_extract(hpke_suite, shared, "secret", {});
  return {labelled_expand(hpke_suite, secret, "key", context, key_size),
          labelled_expand(hpke_suite, secret, "base_nonce", context, nonce_size)};
}

}  // namespace

SealingKey::SealingKey(const Seed& secret) : secret_(secret) {
  CHECK(sodium_init() >= 0);
  Block point{};
  CHECK(crypto_scalarmult_base(point.data(), secret_.data()) == 0);
  public_key_ = SealingPublicKey{point};
}

SealingKey::~SealingKey() { sodium_memzero(secret_.data(), secret_.size()); }

core::Result<core::Bytes> SealingKey::open(const SealContext& context,
                                           core::ByteView sealed) const {
  const auto refuse = [] {
    return core::fail(core::ErrorCode::forged,
                      "this is not sealed to this key, or not in this context");
  };
  if (sealed.size() < seal_overhead_bytes) return refuse();
  const core::ByteView ephemeral = sealed.first(key_size);
  const core::ByteView body = sealed.subspan(key_size);
  Block point{};
  if (crypto_scalarmult(point.data(), secret_.data(), ephemeral.data()) != 0) return refuse();
  const Cipher cipher = cipher_of(point, ephemeral, public_key_.view(), context.info);
  core::Bytes plain(body.size() - tag_size);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(
          plain.data(), nullptr, nullptr, body.data(), body.size(), context.bound.data(),
          context.bound.size(), cipher.nonce.data(), cipher.key.data()) != 0) {
    return refuse();
  }
  return plain;
}

core::Result<core::Bytes> seal(const SealingPublicKey& to, const SealContext& context,
                               core::ByteView plain, const Seed& ephemeral) {
  const SealingKey own(ephemeral);
  Block point{};
  if (crypto_scalarmult(point.data(), ephemeral.data(), to.view().data()) != 0) {
    return core::fail(core::ErrorCode::invalid, "nothing can be sealed to this key");
  }
  const core::ByteView own_key = own.public_key().view();
  const Cipher cipher = cipher_of(point, own_key, to.view(), context.info);
  core::Bytes sealed(own_key.begin(), own_key.end());
  sealed.resize(plain.size() + seal_overhead_bytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(
      sealed.data() + key_size, nullptr, plain.data(), plain.size(), context.bound.data(),
      context.bound.size(), nullptr, cipher.nonce.data(), cipher.key.data());
  return sealed;
}

}  // namespace commune::trust
