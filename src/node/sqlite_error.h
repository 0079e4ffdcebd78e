// Turns what SQLite reports into our errors. Only what keeps a database includes it.
#pragma once

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <type_traits>

#include "core/error.h"

namespace commune::node {

// `system_errno` is what the operating system said last, 0 if nothing.
[[nodiscard]] core::ErrorCode code_of_sqlite(int extended_code, int system_errno);

// `path` is the database, to ask its disk where SQLite only knows that it could not open or write.
[[nodiscard]] core::Error error_of_sqlite(std::string_view verb, const std::filesystem::path& path,
                                          const SQLite::Exception& problem, int system_errno);

// Runs `work` and turns a thrown SQLite::Exception into an Error.
template <class Work>
auto guarded(std::string_view verb, const std::filesystem::path& path, Work&& work)
    -> std::invoke_result_t<Work> {
  errno = 0;  // SQLite forgets the system's reason while it rolls back; errno still has it
  try {
    return work();
  } catch (const SQLite::Exception& problem) {
    const int system_errno = errno;
    return std::unexpected(error_of_sqlite(verb, path, problem, system_errno));
  }
}

}  // namespace commune::node
