#include "node/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "core/check.h"

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr std::string_view version_text = "commune data 1\n";

// The pid that the holder of the lock wrote, or "?" where it did not come to it yet.
std::string read_holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t count = ::pread(lock, text.data(), text.size(), 0);
  std::string holder(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  std::erase_if(holder, [](char letter) { return letter < '0' || letter > '9'; });
  return holder.empty() ? "?" : holder;
}

core::Result<Descriptor> open_lock(const DataPaths& paths) {
  Descriptor lock{::open(paths.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
  if (lock.number() < 0) {
    if (errno == EROFS) {
      return core::fail(ErrorCode::storage_read_only,
                        fmt::format("{} is on a read-only disk", paths.root.string()));
    }
    return std::unexpected(error_of_errno("lock", paths.root, errno));
  }
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return std::unexpected(error_of_errno("lock", paths.root, errno));
    return core::fail(ErrorCode::in_use,
                      fmt::format("{} is in use by the process {}", paths.root.string(),
                                  read_holder(lock.number())));
  }
  // The pid is for people only; a full disk that refuses it must not stop a node from serving.
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(lock.number(), 0) != 0 ||
      ::pwrite(lock.number(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    spdlog::warn("could not note the process id in {}", paths.lock().string());
  }
  return lock;
}

core::Result<void> require_nothing_there(const DataPaths& paths) {
  std::error_code problem;
  if (std::filesystem::exists(paths.version(), problem)) {
    return core::fail(ErrorCode::conflict,
                      fmt::format("{} already holds a commune", paths.root.string()));
  }
  // Never tidied up by itself: it may be a commune that has lost its VERSION.
  if (std::filesystem::exists(paths.database(), problem)) {
    return core::fail(ErrorCode::conflict,
                      fmt::format("{} holds a founding that did not come to its end: take another "
                                  "folder, or remove this one if nothing in it is missed",
                                  paths.root.string()));
  }
  for (const auto& entry : std::filesystem::directory_iterator(paths.root, problem)) {
    const auto name = entry.path().filename();
    if (name == "LOCK" || name == "lost+found") continue;
    return core::fail(ErrorCode::conflict, fmt::format("{} is not empty: it holds {}",
                                                       paths.root.string(), name.string()));
  }
  if (problem) return std::unexpected(error_of_errno("read", paths.root, problem.value()));
  return {};
}

}  // namespace

core::Result<DataPaths> find_data_directory(const std::filesystem::path& root) {
  DataPaths paths{root};
  auto version = read_file(paths.version());
  if (!version && version.error().code == ErrorCode::not_found) {
    return core::fail(ErrorCode::not_found,
                      fmt::format("{} is not a commune: it has no file VERSION; "
                                  "`commune init` founds one",
                                  root.string()));
  }
  if (!version) return std::unexpected(version.error());
  if (core::as_text(*version) != version_text) {
    std::string found(core::as_text(*version).substr(0, 60));
    std::erase_if(found, [](unsigned char letter) { return letter < ' ' || letter > '~'; });
    return core::fail(
        ErrorCode::wrong_version,
        fmt::format("{} is of another version: this program reads \"commune data 1\", "
                    "VERSION says \"{}\"",
                    root.string(), found));
  }
  return paths;
}

core::Result<DataDirectory> DataDirectory::make(const std::filesystem::path& root) {
  TRY_VOID(make_folder(root));
  DataPaths paths{root};
  // Look before the lock file is put into a folder that belongs to something else, and again under
  // the lock: another process may have founded a commune in between.
  TRY_VOID(require_nothing_there(paths));
  Descriptor lock = TRY(open_lock(paths));
  TRY_VOID(require_nothing_there(paths));
  TRY_VOID(make_folder(paths.snapshots()));
  return DataDirectory(std::move(paths), std::move(lock));
}

core::Result<DataDirectory> DataDirectory::open(const std::filesystem::path& root) {
  DataPaths paths = TRY(find_data_directory(root));
  Descriptor lock = TRY(open_lock(paths));
  TRY_VOID(make_folder(paths.snapshots()));
  return DataDirectory(std::move(paths), std::move(lock));
}

core::Result<void> DataDirectory::seal() const {
  return write_file(paths_.version(), {core::as_bytes(version_text)});
}

void DataDirectory::discard() const {
  std::error_code problem;
  CHECK(!std::filesystem::exists(paths_.version(), problem));
  for (const char* ending : {"", "-wal", "-shm"}) {
    std::filesystem::remove(paths_.database().string() + ending, problem);
  }
  std::filesystem::remove(paths_.keeper_key(), problem);
  std::filesystem::remove_all(paths_.snapshots(), problem);
  std::filesystem::remove_all(paths_.vault(), problem);
  std::filesystem::remove(paths_.lock(), problem);
}

core::Result<KeeperSeed> read_keeper_seed(const DataPaths& paths) {
  const core::Bytes bytes = TRY(read_file(paths.keeper_key()));
  KeeperSeed seed{};
  if (bytes.size() != seed.size()) {
    return core::fail(ErrorCode::corrupt, fmt::format("{} must hold exactly 32 bytes, not {}",
                                                      paths.keeper_key().string(), bytes.size()));
  }
  struct stat facts{};
  if (::stat(paths.keeper_key().c_str(), &facts) == 0 && (facts.st_mode & 077U) != 0) {
    spdlog::warn("{} can be read by other users of this machine: chmod 600 it",
                 paths.keeper_key().string());
  }
  std::ranges::copy(bytes, seed.begin());
  return seed;
}

core::Result<void> write_keeper_seed(const DataPaths& paths, const KeeperSeed& seed) {
  return write_file(paths.keeper_key(), {seed}, 0600);
}

}  // namespace commune::node
