#include "node/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include "node/block_log.h"
#include "node/data_directory.h"
#include "node/file.h"

namespace commune::node {
namespace {

constexpr std::string_view seed_key = "keeper_seed";

// Small files beside the log that a commune may have; each goes into a backup under its own name.
struct SideFile {
  std::string_view name;
  mode_t mode;
};
constexpr std::array side_files{SideFile{"demo.json", 0644}, SideFile{"founders.invitation", 0600}};

constexpr std::string_view vault_prefix = "vault/";

std::string key_of(const SideFile& file) { return fmt::format("file/{}", file.name); }

// What lies beside the log, under the names that it has in a backup.
core::Result<BlockLog::MetaFacts> facts_beside(const DataPaths& paths) {
  BlockLog::MetaFacts facts;
  const KeeperSeed seed = TRY(read_keeper_seed(paths));
  facts.emplace_back(seed_key, core::Bytes(seed.begin(), seed.end()));
  for (const SideFile& side : side_files) {
    auto bytes = read_file(paths.root / side.name);
    if (bytes) facts.emplace_back(key_of(side), std::move(*bytes));
  }
  std::error_code no_vault;
  for (const auto& file : std::filesystem::directory_iterator(paths.vault(), no_vault)) {
    if (file.path().extension() != ".blob") continue;
    auto blob = TRY(read_file(file.path()));
    facts.emplace_back(fmt::format("{}{}", vault_prefix, file.path().filename().string()),
                       std::move(blob));
  }
  return facts;
}

// An empty file that only its owner may read, for SQLite to fill.
core::Result<void> make_secret_file(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.number() < 0) return std::unexpected(error_of_errno("write", path, errno));
  return {};
}

core::Result<BackedUp> write_copy(const DataPaths& paths, const std::filesystem::path& file) {
  const auto facts = TRY(facts_beside(paths));
  BlockLog log = TRY(BlockLog::open(paths.database(), LogAccess::to_read));
  TRY_VOID(make_secret_file(file));
  TRY_VOID(log.copy_to(file));
  TRY_VOID(BlockLog::put_meta_of(file, facts));
  const BlockLog copy = TRY(BlockLog::open(file, LogAccess::to_read));
  TRY_VOID(sync_file(file));
  return BackedUp{copy.tip().height};
}

// Takes out of the restored log what is not the log's, and puts it where it belongs.
core::Result<void> unpack(const DataPaths& paths) {
  BlockLog copy = TRY(BlockLog::open(paths.database(), LogAccess::to_write));
  const auto bytes = TRY(copy.find_meta(seed_key));
  KeeperSeed seed{};
  if (!bytes || bytes->size() != seed.size()) {
    return core::fail(core::ErrorCode::invalid, "this is a commune's log but no backup of one");
  }
  std::ranges::copy(*bytes, seed.begin());
  TRY_VOID(write_keeper_seed(paths, seed));
  TRY_VOID(copy.remove_meta(seed_key));
  for (const SideFile& side : side_files) {
    const auto file = TRY(copy.find_meta(key_of(side)));
    if (!file) continue;
    TRY_VOID(write_file(paths.root / side.name, {*file}, side.mode));
    TRY_VOID(copy.remove_meta(key_of(side)));
  }
  for (const std::string& key : TRY(copy.meta_keys(vault_prefix))) {
    const auto name = std::filesystem::path(key.substr(vault_prefix.size())).filename();
    TRY_VOID(make_folder(paths.vault(), 0700));
    const auto blob = TRY(copy.find_meta(key));
    TRY_VOID(write_file(paths.vault() / name, {*blob}, 0600));
    TRY_VOID(copy.remove_meta(key));
  }
  return copy.checkpoint();
}

core::Result<BackedUp> restore_into(const DataDirectory& directory,
                                    const std::filesystem::path& file) {
  const DataPaths& paths = directory.paths();
  {
    BlockLog backup = TRY(BlockLog::open(file, LogAccess::to_read));
    TRY_VOID(backup.check_pages());
    TRY_VOID(backup.copy_to(paths.database()));
  }
  TRY_VOID(unpack(paths));
  const BlockLog log = TRY(BlockLog::open(paths.database(), LogAccess::to_read));
  TRY_VOID(sync_file(paths.database()));
  TRY_VOID(directory.seal());
  return BackedUp{log.tip().height};
}

}  // namespace

core::Result<BackedUp> back_up(const std::filesystem::path& root,
                               const std::filesystem::path& file) {
  const DataPaths paths = TRY(find_data_directory(root));
  auto part = file;
  part += ".part";
  auto written = write_copy(paths, part);
  if (written && ::rename(part.c_str(), file.c_str()) != 0) {
    written = std::unexpected(error_of_errno("write", file, errno));
  }
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return written;
  }
  TRY_VOID(sync_folder(file.parent_path()));
  return written;
}

core::Result<BackedUp> restore(const std::filesystem::path& file,
                               const std::filesystem::path& root) {
  std::error_code problem;
  if (!std::filesystem::exists(file, problem)) {
    return core::fail(core::ErrorCode::not_found, fmt::format("{} is missing", file.string()));
  }
  const DataDirectory directory = TRY(DataDirectory::make(root));
  auto restored = restore_into(directory, file);
  if (!restored) directory.discard();
  return restored;
}

}  // namespace commune::node
