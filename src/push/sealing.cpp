#include "push/sealing.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <optional>

#include "core/check.h"
#include "push/p256.h"

namespace commune::push {
namespace {

using core::Bytes;
using core::ByteView;

constexpr std::uint32_t record_size = 4096;
constexpr std::uint8_t last_record = 2;

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

// A label with the zero byte that ends it.
template <std::size_t N>
Bytes label(const char (&text)[N]) {
  return {text, text + N};
}

Bytes encrypt(ByteView key, ByteView nonce, ByteView plain) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  constexpr int tag_size = 16;
  Bytes sealed(plain.size() + tag_size);
  int size = 0;
  int rest = 0;
  CHECK(context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(),
                                      nonce.data()) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), sealed.data(), &size, plain.data(),
                          static_cast<int>(plain.size())) == 1);
  CHECK(EVP_EncryptFinal_ex(context.get(), sealed.data() + size, &rest) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size,
                            sealed.data() + plain.size()) == 1);
  return sealed;
}

using Salt = std::array<std::uint8_t, 16>;

Bytes seal_as(const KeyPair& own, const Salt& salt, const Subscription& subscription,
              ByteView record) {
  const KeyHandle other = open_public_key(subscription.key);
  CHECK(other);  // parse_subscription saw to it
  const Point& point = own.point;

  // RFC 8291, section 3.3: the secret of both keys, mixed with the browser's own.
  Bytes key_info = label("WebPush: info");
  append(key_info, subscription.key);
  append(key_info, point);
  std::array<std::uint8_t, 32> secret{};
  derive(subscription.secret, agree(*own.key, *other), key_info, secret);
  // RFC 8188, sections 2.2 and 2.3.
  std::array<std::uint8_t, 16> key{};
  derive(salt, secret, label("Content-Encoding: aes128gcm"), key);
  std::array<std::uint8_t, 12> nonce{};
  derive(salt, secret, label("Content-Encoding: nonce"), nonce);

  Bytes message;
  append(message, salt);
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    message.push_back(static_cast<std::uint8_t>(record_size >> shift & 0xffU));
  }
  message.push_back(static_cast<std::uint8_t>(point.size()));
  append(message, point);
  append(message, encrypt(key, nonce, record));
  return message;
}

Bytes record_of(std::string_view plain, std::size_t padding) {
  Bytes record;
  append(record, core::as_bytes(plain));
  record.push_back(last_record);
  record.resize(record.size() + padding);
  return record;
}

}  // namespace

Bytes seal_with(const SealingChoice& choice, const Subscription& subscription,
                std::string_view plain) {
  const auto own = open_private_key(choice.private_key);
  CHECK(own.has_value());
  return seal_as(*own, choice.salt, subscription, record_of(plain, choice.padding));
}

core::Result<Bytes> seal(const Subscription& subscription, std::string_view plain) {
  if (plain.size() > plain_size_max) {
    return core::fail(core::ErrorCode::too_large, fmt::format("a message of {} bytes is above {}",
                                                              plain.size(), plain_size_max));
  }
  std::optional<KeyPair> own;
  while (!own) {
    Scalar scalar{};
    fill_randomly(scalar);
    own = open_private_key(scalar);
  }
  Salt salt{};
  fill_randomly(salt);
  return seal_as(*own, salt, subscription, record_of(plain, plain_size_max - plain.size()));
}

}  // namespace commune::push
