// A commune in one file, and back. The file is a plain SQLite database: the log as it is, and the
// keeper's key beside it, because a commune restored without that key could never again post the
// dates of its standing requests; a demo's list of people, the founders' invitation and what
// devices keep in the vault (sealed) where there are any. So the file is as secret as the data
// directory, and made 0600.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"

namespace commune::node {

struct BackedUp {
  core::Height height;
};

// While a node serves the commune or not. `file` is replaced whole, or not at all.
[[nodiscard]] core::Result<BackedUp> back_up(const std::filesystem::path& root,
                                             const std::filesystem::path& file);

// Makes a data directory of a backup; `root` must not be there yet, or be empty.
[[nodiscard]] core::Result<BackedUp> restore(const std::filesystem::path& file,
                                             const std::filesystem::path& root);

}  // namespace commune::node
