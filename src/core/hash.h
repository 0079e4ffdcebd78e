// SHA-256 (FIPS 180-4), through OpenSSL: a third of libsodium's time for the short inputs of a
// Merkle tree. Domain-separated hashing is "label" || 0x00 || parts.
#pragma once

#include <initializer_list>
#include <string_view>

#include "core/bytes.h"
#include "core/fixed_bytes.h"

namespace commune::core {

// Digest of the parts one after another.
[[nodiscard]] Digest sha256(std::initializer_list<ByteView> parts);
[[nodiscard]] inline Digest sha256(ByteView bytes) { return sha256({bytes}); }

// Digest of label || 0x00 || parts.
[[nodiscard]] Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts);

}  // namespace commune::core
