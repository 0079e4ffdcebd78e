#include "node/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace commune::node {
namespace {

core::Result<void> write_all(int descriptor, core::ByteView bytes,
                             const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(error_of_errno("write", path, errno));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

core::Result<void> write_and_sync(const std::filesystem::path& path,
                                  std::initializer_list<core::ByteView> parts, mode_t mode) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
  if (file.number() < 0) return std::unexpected(error_of_errno("write", path, errno));
  // The mode of an older temporary file, or the umask, must not widen or narrow what was asked.
  if (::fchmod(file.number(), mode) != 0) {
    return std::unexpected(error_of_errno("set permissions of", path, errno));
  }
  for (const core::ByteView part : parts) TRY_VOID(write_all(file.number(), part, path));
  if (::fsync(file.number()) != 0) return std::unexpected(error_of_errno("write", path, errno));
  return {};
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

core::ErrorCode code_of_errno(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return core::ErrorCode::storage_full;
    case EROFS: return core::ErrorCode::storage_read_only;
    case ENOENT:
    case ENOTDIR: return core::ErrorCode::not_found;
    default: return core::ErrorCode::storage_failed;
  }
}

core::Error error_of_errno(std::string_view verb, const std::filesystem::path& path, int number) {
  return {code_of_errno(number), fmt::format("cannot {} {}: {}", verb, path.string(),
                                             std::generic_category().message(number))};
}

core::Result<core::Bytes> read_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number() < 0) return std::unexpected(error_of_errno("read", path, errno));
  struct stat facts{};
  if (::fstat(file.number(), &facts) != 0) {
    return std::unexpected(error_of_errno("read", path, errno));
  }
  core::Bytes bytes(static_cast<std::size_t>(facts.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(error_of_errno("read", path, errno));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

core::Result<void> write_file(const std::filesystem::path& path,
                              std::initializer_list<core::ByteView> parts, mode_t mode) {
  auto temporary = path;
  temporary += ".part";
  if (auto written = write_and_sync(temporary, parts, mode); !written) {
    ::unlink(temporary.c_str());
    return written;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return std::unexpected(error_of_errno("write", path, number));
  }
  return sync_folder(path.parent_path());
}

core::Result<void> make_folder(const std::filesystem::path& path, mode_t mode) {
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) return {};
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), problem);
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
    return std::unexpected(error_of_errno("make", path, errno));
  }
  if (!std::filesystem::is_directory(path, problem)) {
    return std::unexpected(error_of_errno("make", path, ENOTDIR));
  }
  return {};
}

core::Result<void> make_private_file(const std::filesystem::path& path) {
  constexpr mode_t own = S_IRUSR | S_IWUSR;
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own)};
  if (file.number() >= 0) return {};
  if (errno != EEXIST) return std::unexpected(error_of_errno("make", path, errno));
  // By its name: to close a second descriptor of a database would end its locks.
  if (::chmod(path.c_str(), own) == 0) return {};
  return std::unexpected(error_of_errno("set permissions of", path, errno));
}

core::Result<void> sync_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number() < 0) return std::unexpected(error_of_errno("open", path, errno));
  if (::fsync(file.number()) != 0) return std::unexpected(error_of_errno("sync", path, errno));
  return {};
}

core::Result<void> sync_folder(const std::filesystem::path& path) {
  const auto folder = path.empty() ? std::filesystem::path(".") : path;
  const Descriptor file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (file.number() < 0) return std::unexpected(error_of_errno("open", folder, errno));
  if (::fsync(file.number()) != 0) return std::unexpected(error_of_errno("sync", folder, errno));
  return {};
}

}  // namespace commune::node
