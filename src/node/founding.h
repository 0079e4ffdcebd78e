// Founds a commune on disk: genesis, keeper's key, and where there is one a history of dated
// commands (the example commune's first weeks). Until the last byte is durable the folder is not a
// commune, so an interrupted founding leaves nothing that could be mistaken for one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/time.h"
#include "model/genesis.h"
#include "node/data_directory.h"

namespace commune::node {

// A signed command and the time of the block that carries it.
struct DatedCommand {
  core::Time time;
  core::Bytes signed_envelope;
};

struct Founding {
  model::Genesis genesis;
  KeeperSeed keeper_seed{};
  std::vector<DatedCommand> history;  // in order of time
};

struct Founded {
  model::ChainId chain;
  core::Height height;
  core::Digest digest;
};

// Errors: conflict (something is there), invalid (a genesis that contradicts itself, or a command
// of the history that the rules refuse, with its number), a storage error.
[[nodiscard]] core::Result<Founded> found_commune(const std::filesystem::path& root,
                                                  const Founding& founding);

}  // namespace commune::node
