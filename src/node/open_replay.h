// How a state comes up from disk: the latest snapshot that belongs to the log, then the blocks
// after it. A node does it to start, `commune export` to look.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "model/block.h"
#include "node/block_log.h"
#include "node/data_directory.h"
#include "node/replay.h"

namespace commune::node {

// At the latest good snapshot, or at the founding. Each bad snapshot is logged. Errors: corrupt,
// where the log ends before a snapshot that is whole: then acknowledged blocks are missing.
[[nodiscard]] core::Result<Replay> open_replay(const DataPaths& paths, BlockLog& log);

// The commune as it is on disk now. Takes no lock and changes nothing, so it may be served
// meanwhile.
[[nodiscard]] core::Result<Replay> read_commune(const std::filesystem::path& root);

// Corrupt, with the height, where the bytes are no block.
[[nodiscard]] core::Result<model::Block> parse_stored(const StoredBlock& stored);

}  // namespace commune::node
