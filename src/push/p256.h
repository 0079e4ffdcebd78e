// The curve P-256 (SEC 1, FIPS 186-5) through OpenSSL: agreeing on a secret, and signing. Internal
// to this room.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/bytes.h"

namespace commune::push {

using Scalar = std::array<std::uint8_t, 32>;  // a private key, big-endian
using Point = std::array<std::uint8_t, 65>;   // a public key, uncompressed: 4, x, y

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;

// Nothing for a scalar of 0 or beyond the order of the curve.
[[nodiscard]] std::optional<Point> point_of(const Scalar& scalar);
struct KeyPair {
  KeyHandle key;
  Point point{};
};
// Nothing for a scalar of 0 or beyond the order. One multiplication on the curve.
[[nodiscard]] std::optional<KeyPair> open_private_key(const Scalar& scalar);
// Nothing for bytes that are no point of the curve.
[[nodiscard]] KeyHandle open_public_key(const Point& point);

// ECDH: the x coordinate of what both keys give.
[[nodiscard]] std::array<std::uint8_t, 32> agree(EVP_PKEY& own, EVP_PKEY& other);

// ECDSA over SHA-256, as r and s of 32 bytes each (RFC 7518, section 3.4).
[[nodiscard]] std::array<std::uint8_t, 64> sign(EVP_PKEY& key, core::ByteView message);

// HKDF-SHA256 (RFC 5869) into `out`.
void derive(core::ByteView salt, core::ByteView secret, core::ByteView info,
            std::span<std::uint8_t> out);

// From the operating system.
void fill_randomly(std::span<std::uint8_t> bytes);

}  // namespace commune::push
