#include "push/p256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/kdf.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>

#include <string>

#include "core/check.h"

namespace commune::push {
namespace {

template <auto release>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Free<EC_GROUP_free>>;
using CurvePoint = std::unique_ptr<EC_POINT, Free<EC_POINT_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

constexpr const char* curve_name = "prime256v1";

// A point with its scalar, or without one.
KeyHandle make_key(const Point& point, const Scalar* scalar) {
  const Builder builder(OSSL_PARAM_BLD_new());
  CHECK(builder);
  Number number;
  CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve_name, 0));
  CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()));
  if (scalar != nullptr) {
    number.reset(BN_bin2bn(scalar->data(), static_cast<int>(scalar->size()), nullptr));
    CHECK(number && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()));
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  CHECK(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) return nullptr;
  return KeyHandle(key);
}

}  // namespace

std::optional<Point> point_of(const Scalar& scalar) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number number(BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr));
  CHECK(group && number);
  if (BN_is_zero(number.get()) == 1 ||
      BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return std::nullopt;
  }
  const CurvePoint point(EC_POINT_new(group.get()));
  Point bytes{};
  CHECK(point && EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr));
  CHECK(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                           bytes.size(), nullptr) == bytes.size());
  return bytes;
}

std::optional<KeyPair> open_private_key(const Scalar& scalar) {
  const auto point = point_of(scalar);
  if (!point) return std::nullopt;
  KeyPair pair{make_key(*point, &scalar), *point};
  CHECK(pair.key);
  return pair;
}

KeyHandle open_public_key(const Point& point) {
  // Compressed and hybrid forms are points too, but not what a browser sends.
  return point[0] == POINT_CONVERSION_UNCOMPRESSED ? make_key(point, nullptr) : nullptr;
}

std::array<std::uint8_t, 32> agree(EVP_PKEY& own, EVP_PKEY& other) {
  const KeyContext context(EVP_PKEY_CTX_new(&own, nullptr));
  std::array<std::uint8_t, 32> secret{};
  std::size_t size = secret.size();
  CHECK(context && EVP_PKEY_derive_init(context.get()) == 1);
  CHECK(EVP_PKEY_derive_set_peer(context.get(), &other) == 1);
  CHECK(EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == secret.size());
  return secret;
}

std::array<std::uint8_t, 64> sign(EVP_PKEY& key, core::ByteView message) {
  const DigestContext context(EVP_MD_CTX_new());
  std::array<std::uint8_t, 80> encoded{};
  std::size_t size = encoded.size();
  CHECK(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, &key) == 1);
  CHECK(EVP_DigestSign(context.get(), encoded.data(), &size, message.data(), message.size()) == 1);
  const unsigned char* from = encoded.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(size)));
  CHECK(signature);
  std::array<std::uint8_t, 64> plain{};
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), plain.data(), 32) == 32);
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), plain.data() + 32, 32) == 32);
  return plain;
}

void derive(core::ByteView salt, core::ByteView secret, core::ByteView info,
            std::span<std::uint8_t> out) {
  const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  const auto length = [](core::ByteView bytes) { return static_cast<int>(bytes.size()); };
  std::size_t size = out.size();
  CHECK(context && EVP_PKEY_derive_init(context.get()) == 1);
  CHECK(EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt.data(), length(salt)) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), length(secret)) == 1);
  CHECK(EVP_PKEY_CTX_add1_hkdf_info(context.get(), info.data(), length(info)) == 1);
  CHECK(EVP_PKEY_derive(context.get(), out.data(), &size) == 1 && size == out.size());
}

void fill_randomly(std::span<std::uint8_t> bytes) {
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

}  // namespace commune::push
