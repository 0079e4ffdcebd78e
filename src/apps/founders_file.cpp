#include "apps/founders_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "node/file.h"

namespace commune::apps {
namespace {

std::filesystem::path founders_file(const node::DataPaths& paths) {
  return paths.root / "founders.invitation";
}

}  // namespace

core::Result<void> write_founders_invitation(const node::DataPaths& paths,
                                             const trust::Seed& seed) {
  return node::write_file(founders_file(paths), {seed}, 0600);
}

core::Result<trust::Seed> read_founders_invitation(const node::DataPaths& paths) {
  auto bytes = node::read_file(founders_file(paths));
  if (!bytes && bytes.error().code == core::ErrorCode::not_found) {
    return core::fail(core::ErrorCode::not_found,
                      "this commune has no founders' invitation; members invite from the app");
  }
  if (!bytes) return std::unexpected(bytes.error());
  trust::Seed seed{};
  if (bytes->size() != seed.size()) {
    return core::fail(core::ErrorCode::corrupt,
                      fmt::format("{} must hold exactly 32 bytes", founders_file(paths).string()));
  }
  std::ranges::copy(*bytes, seed.begin());
  return seed;
}

}  // namespace commune::apps
