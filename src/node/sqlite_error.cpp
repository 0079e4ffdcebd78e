#include "node/sqlite_error.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <string>

#include "node/file.h"

namespace commune::node {
namespace {

bool is_on_read_only_disk(const std::filesystem::path& path) {
  struct statvfs facts{};
  return ::statvfs(path.c_str(), &facts) == 0 && (facts.f_flag & ST_RDONLY) != 0;
}

}  // namespace

core::ErrorCode code_of_sqlite(int extended_code, int system_errno) {
  using core::ErrorCode;
  switch (extended_code & 0xff) {
    case SQLITE_FULL: return ErrorCode::storage_full;
    case SQLITE_READONLY: return ErrorCode::storage_read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::in_use;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: {
      // The limit of a file's size and a quota reach SQLite as plain write errors.
      const ErrorCode code = code_of_errno(system_errno);
      const bool is_specific =
          code == ErrorCode::storage_full || code == ErrorCode::storage_read_only;
      return is_specific ? code : ErrorCode::storage_failed;
    }
    default: return ErrorCode::storage_failed;
  }
}

core::Error error_of_sqlite(std::string_view verb, const std::filesystem::path& path,
                            const SQLite::Exception& problem, int system_errno) {
  core::ErrorCode code = code_of_sqlite(problem.getExtendedErrorCode(), system_errno);
  if (code == core::ErrorCode::storage_failed && is_on_read_only_disk(path)) {
    code = core::ErrorCode::storage_read_only;
  }
  const std::string name = path.filename().string();
  if (code == core::ErrorCode::storage_full) {
    return {code, fmt::format("cannot {} {}: the disk is full", verb, name)};
  }
  if (code == core::ErrorCode::storage_read_only) {
    return {code, fmt::format("cannot {} {}: the disk is read-only", verb, name)};
  }
  return {code, fmt::format("cannot {} {}: {}", verb, name, problem.what())};
}

}  // namespace commune::node
