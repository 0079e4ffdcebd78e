// Reads a whole commune and believes nothing: pages, hashes, links, every signature, every state
// digest, every snapshot, the keeper's key. Takes no lock, so a serving node may be verified.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"

namespace commune::node {

struct Verified {
  core::Height height;
  core::Digest digest;
  std::uint64_t commands = 0;
};

// Errors: corrupt, with the block and where it can be told the command in which a byte was changed;
// otherwise those of finding and opening a commune.
[[nodiscard]] core::Result<Verified> verify_commune(const std::filesystem::path& root);

}  // namespace commune::node
