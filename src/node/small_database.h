// A small SQLite file beside the log: durable at each commit, what is removed is overwritten, and
// only its owner may read it. Made where it is missing. The log has its own rules (block_log.h).
#pragma once

#include <filesystem>
#include <type_traits>
#include <utility>

#include "core/bytes.h"
#include "core/error.h"
#include "node/sqlite_error.h"

namespace commune::node {

struct SmallSchema {
  int application_id = 0;
  int version = 0;
  const char* tables = "";  // CREATE TABLE ...
};

class SmallDatabase {
 public:
  // corrupt: a file of something else; wrong_version; a storage error.
  [[nodiscard]] static core::Result<SmallDatabase> open(const std::filesystem::path& path,
                                                        const SmallSchema& schema);

  // Runs `work` on the database in one transaction; an error or an exception undoes all of it.
  template <class Work>
  auto write(Work&& work) -> std::invoke_result_t<Work, SQLite::Database&> {
    return guarded("write to", path_, [&]() -> std::invoke_result_t<Work, SQLite::Database&> {
      SQLite::Transaction transaction(database_);
      auto done = work(database_);
      if (done) transaction.commit();
      return done;
    });
  }
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work, SQLite::Database&> {
    return guarded("read", path_, [&] { return work(database_); });
  }

 private:
  SmallDatabase(std::filesystem::path path, SQLite::Database database)
      : path_(std::move(path)), database_(std::move(database)) {}

  std::filesystem::path path_;
  SQLite::Database database_;
};

[[nodiscard]] core::Bytes blob_of(const SQLite::Column& column);
// `bytes` must outlive the statement's run.
void bind_blob(SQLite::Statement& statement, int index, core::ByteView bytes);

}  // namespace commune::node
