#include "apps/secret_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "node/file.h"

namespace commune::apps {

core::Result<trust::Seed> make_secret_file(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    return core::fail(core::ErrorCode::conflict,
                      fmt::format("{} is there already; a key is never written over: take another "
                                  "name, or remove it first",
                                  file.string()));
  }
  const trust::Seed seed = trust::make_seed();
  TRY_VOID(node::write_file(file, {seed}, 0600));
  return seed;
}

core::Result<trust::Seed> read_secret_file(const std::filesystem::path& file) {
  const core::Bytes bytes = TRY(node::read_file(file));
  trust::Seed seed{};
  if (bytes.size() != seed.size()) {
    return core::fail(core::ErrorCode::corrupt,
                      fmt::format("{} is no key: it must hold exactly 32 bytes (commune device new "
                                  "and commune helper new make one)",
                                  file.string()));
  }
  std::ranges::copy(bytes, seed.begin());
  return seed;
}

}  // namespace commune::apps
