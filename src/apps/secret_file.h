// A key on disk: a file of 32 secret bytes, mode 0600, and nothing else. Of a device, whoever can
// read the file can call in its name; of a helper, whoever can read it can open its shares.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "trust/signature.h"

namespace commune::apps {

// conflict where the file exists: a key is never written over.
[[nodiscard]] core::Result<trust::Seed> make_secret_file(const std::filesystem::path& file);

// not_found; corrupt where it does not hold exactly 32 bytes.
[[nodiscard]] core::Result<trust::Seed> read_secret_file(const std::filesystem::path& file);

}  // namespace commune::apps
