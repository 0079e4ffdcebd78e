// A blob that a device leaves with the node, sealed with a key that only the person has. The node
// can tell neither what is in it nor whose it is: its address is a public key made for nothing
// else.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

inline constexpr std::size_t vault_sealed_size_max = 256 * 1024;
inline constexpr std::size_t vault_blob_size_max = vault_sealed_size_max + 128;

struct VaultBlob {
  std::uint64_t version = 0;  // from 1; each one put down is above the one before
  core::Bytes sealed;         // empty: wiped
  Signature signature;        // by the vault key over chain, version and SHA-256 of `sealed`
  friend bool operator==(const VaultBlob&, const VaultBlob&) = default;
};

template <Of<VaultBlob> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "version", noun.version);
  visit(2, "sealed", noun.sealed);
  visit(3, "signature", noun.signature);
}

}  // namespace commune::model
