// A device's key: a file of 32 secret bytes, mode 0600, and nothing else. The guild that puts the
// device up enters the public half; whoever can read the file can call in the device's name.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "trust/signature.h"

namespace commune::apps {

// conflict where the file exists: a key is never written over.
[[nodiscard]] core::Result<trust::SigningKey> make_device_key(const std::filesystem::path& file);

// not_found; corrupt where it does not hold exactly 32 bytes.
[[nodiscard]] core::Result<trust::SigningKey> read_device_key(const std::filesystem::path& file);

}  // namespace commune::apps
