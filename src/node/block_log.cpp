#include "node/block_log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "core/check.h"
#include "core/hash.h"
#include "node/file.h"
#include "node/small_database.h"

namespace commune::node {

// The statement is declared after the database, so that it goes first.
struct BlockLog::Parts {
  std::filesystem::path path;
  SQLite::Database database;
  core::Bytes genesis;
  LogTip tip;
  std::optional<core::Error> broken;  // of an append whose fate nobody knows
  std::unique_ptr<SQLite::Statement> insert;
};

namespace {

using core::ErrorCode;

constexpr int busy_timeout_ms = 5000;
constexpr int application_id = 0x436d6d6e;  // "Cmmn"
constexpr int schema_version = 1;

constexpr const char* schema = R"(
  CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE blocks(height INTEGER PRIMARY KEY, bytes BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
)";

void write_meta(SQLite::Database& database, std::string_view key, core::ByteView value) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)");
  insert.bind(1, std::string(key));
  bind_blob(insert, 2, value);
  insert.exec();
}

core::Error corrupt_block(std::int64_t height, std::string_view what) {
  return {ErrorCode::corrupt, fmt::format("block {} {}", height, what)};
}

// The next row as a block that is whole, with the height and hash it should have.
core::Result<StoredBlock> block_of(SQLite::Statement& row, std::int64_t expected_height) {
  StoredBlock block;
  block.height = {row.getColumn(0).getInt64()};
  if (block.height.value != expected_height) {
    return std::unexpected(corrupt_block(expected_height, "is missing from the log"));
  }
  block.bytes = blob_of(row.getColumn(1));
  block.hash = hash_of_block(block.bytes);
  const core::Bytes stored = blob_of(row.getColumn(2));
  if (!std::ranges::equal(stored, block.hash.view())) {
    return std::unexpected(corrupt_block(expected_height, "was changed: its hash does not fit"));
  }
  return block;
}

core::Result<LogTip> read_tip(SQLite::Database& database) {
  SQLite::Statement row(database, "SELECT height, hash FROM blocks ORDER BY height DESC LIMIT 1");
  if (!row.executeStep()) return LogTip{};
  const std::int64_t height = row.getColumn(0).getInt64();
  const auto hash = core::Digest::from(blob_of(row.getColumn(1)));
  if (!hash || height < 1) return std::unexpected(corrupt_block(height, "has no proper hash"));
  return LogTip{{height}, *hash};
}

core::Result<core::Bytes> read_genesis(SQLite::Database& database) {
  SQLite::Statement row(database, "SELECT value FROM meta WHERE key = 'genesis'");
  if (!row.executeStep()) return core::fail(ErrorCode::corrupt, "the log has no genesis");
  return blob_of(row.getColumn(0));
}

// FULL: the WAL is synced before a commit returns. A node's own connection does every checkpoint.
void set_durable(SQLite::Database& database) {
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
}

// A database on a read-only disk can be read only when SQLite need not make its shared memory.
SQLite::Database open_to_read(const std::filesystem::path& path) {
  auto wal = path;
  wal += "-wal";
  const bool is_settled =
      !std::filesystem::exists(wal) && ::access(path.parent_path().c_str(), W_OK) != 0;
  if (!is_settled) return SQLite::Database(path, SQLite::OPEN_READONLY, busy_timeout_ms);
  const std::string uri = "file:" + path.string() + "?immutable=1";
  return SQLite::Database(uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_timeout_ms);
}

core::Result<void> require_ours(SQLite::Database& database, const std::filesystem::path& path) {
  if (database.execAndGet("PRAGMA application_id").getInt() != application_id) {
    return core::fail(ErrorCode::corrupt, fmt::format("{} is not a commune's log", path.string()));
  }
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version == schema_version) return {};
  return core::fail(ErrorCode::wrong_version,
                    fmt::format("{} is of version {}, this program reads version {}", path.string(),
                                version, schema_version));
}

}  // namespace

core::Digest hash_of_block(core::ByteView encoded_block) {
  return core::labelled_hash("commune/block/v1", {encoded_block});
}

BlockLog::BlockLog(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
BlockLog::BlockLog(BlockLog&&) noexcept = default;
BlockLog& BlockLog::operator=(BlockLog&&) noexcept = default;
BlockLog::~BlockLog() = default;

core::Result<BlockLog> BlockLog::make(const std::filesystem::path& path, core::ByteView genesis) {
  std::error_code problem;
  if (std::filesystem::exists(path, problem)) {
    return core::fail(ErrorCode::conflict, fmt::format("{} is there already", path.string()));
  }
  TRY_VOID(guarded("make", path, [&]() -> core::Result<void> {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
    set_durable(database);
    SQLite::Transaction transaction(database);
    database.exec(fmt::format("PRAGMA application_id = {}", application_id));
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
    database.exec(schema);
    SQLite::Statement insert(database, "INSERT INTO meta(key, value) VALUES('genesis', ?)");
    bind_blob(insert, 1, genesis);
    insert.exec();
    transaction.commit();
    return {};
  }));
  TRY_VOID(sync_folder(path.parent_path()));
  return open(path, LogAccess::to_write);
}

core::Result<BlockLog> BlockLog::open(const std::filesystem::path& path, LogAccess access) {
  std::error_code problem;
  if (!std::filesystem::exists(path, problem)) {
    return core::fail(ErrorCode::not_found, fmt::format("{} is missing", path.string()));
  }
  return guarded("open", path, [&]() -> core::Result<BlockLog> {
    SQLite::Database database =
        access == LogAccess::to_read
            ? open_to_read(path)
            : SQLite::Database(path, SQLite::OPEN_READWRITE, busy_timeout_ms);
    TRY_VOID(require_ours(database, path));
    if (access == LogAccess::to_write) set_durable(database);
    core::Bytes genesis = TRY(read_genesis(database));
    const LogTip tip = TRY(read_tip(database));
    auto parts = std::unique_ptr<Parts>(
        new Parts{path, std::move(database), std::move(genesis), tip, std::nullopt, nullptr});
    if (access == LogAccess::to_write) {
      parts->insert = std::make_unique<SQLite::Statement>(
          parts->database, "INSERT INTO blocks(height, bytes, hash) VALUES(?, ?, ?)");
    }
    return BlockLog(std::move(parts));
  });
}

const core::Bytes& BlockLog::genesis() const { return parts_->genesis; }

LogTip BlockLog::tip() const { return parts_->tip; }

core::Result<LogTip> BlockLog::append(core::ByteView encoded_block) {
  CHECK(parts_->insert != nullptr);
  if (parts_->broken) return std::unexpected(*parts_->broken);
  const LogTip next{parts_->tip.height.next(), hash_of_block(encoded_block)};
  auto done = guarded("write to", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement& insert = *parts_->insert;
    insert.tryReset();
    insert.bind(1, next.height.value);
    bind_blob(insert, 2, encoded_block);
    bind_blob(insert, 3, next.hash.view());
    insert.exec();  // one statement, one transaction: committed and synced when it returns
    insert.reset();
    return {};
  });
  if (!done) {
    parts_->insert->tryReset();
    const ErrorCode code = done.error().code;
    // Without space or on a read-only disk the frame that commits was never written.
    if (code != ErrorCode::storage_full && code != ErrorCode::storage_read_only) {
      parts_->broken = done.error();
    }
    return std::unexpected(std::move(done).error());
  }
  parts_->tip = next;
  return next;
}

core::Result<void> BlockLog::read(core::Height from, const Visitor& visit) {
  return guarded("read", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement row(
        parts_->database,
        "SELECT height, bytes, hash FROM blocks WHERE height >= ? ORDER BY height");
    row.bind(1, from.value);
    std::int64_t expected = from.value;
    while (row.executeStep()) {
      const StoredBlock block = TRY(block_of(row, expected));
      TRY_VOID(visit(block));
      ++expected;
    }
    return {};
  });
}

core::Result<std::optional<StoredBlock>> BlockLog::find(core::Height height) {
  return guarded("read", parts_->path, [&]() -> core::Result<std::optional<StoredBlock>> {
    SQLite::Statement row(parts_->database,
                          "SELECT height, bytes, hash FROM blocks WHERE height = ?");
    row.bind(1, height.value);
    if (!row.executeStep()) return std::nullopt;
    return TRY(block_of(row, height.value));
  });
}

core::Result<std::optional<StoredBlock>> BlockLog::find_unchecked(core::Height height) {
  return guarded("read", parts_->path, [&]() -> core::Result<std::optional<StoredBlock>> {
    SQLite::Statement row(parts_->database, "SELECT bytes, hash FROM blocks WHERE height = ?");
    row.bind(1, height.value);
    if (!row.executeStep()) return std::nullopt;
    const auto hash = core::Digest::from(blob_of(row.getColumn(1)));
    return StoredBlock{height, blob_of(row.getColumn(0)), hash.value_or(core::Digest{})};
  });
}

core::Result<std::optional<core::Bytes>> BlockLog::find_meta(std::string_view key) {
  return guarded("read", parts_->path, [&]() -> core::Result<std::optional<core::Bytes>> {
    SQLite::Statement row(parts_->database, "SELECT value FROM meta WHERE key = ?");
    row.bind(1, std::string(key));
    if (!row.executeStep()) return std::nullopt;
    return blob_of(row.getColumn(0));
  });
}

core::Result<void> BlockLog::put_meta(std::string_view key, core::ByteView value) {
  return guarded("write to", parts_->path, [&]() -> core::Result<void> {
    write_meta(parts_->database, key, value);
    return {};
  });
}

core::Result<std::vector<std::string>> BlockLog::meta_keys(std::string_view prefix) {
  return guarded("read", parts_->path, [&]() -> core::Result<std::vector<std::string>> {
    SQLite::Statement row(
        parts_->database,
        "SELECT key FROM meta WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key");
    row.bind(1, std::string(prefix));
    std::vector<std::string> keys;
    while (row.executeStep()) keys.push_back(row.getColumn(0).getString());
    return keys;
  });
}

core::Result<void> BlockLog::put_meta_of(const std::filesystem::path& path,
                                         const MetaFacts& facts) {
  return guarded("write to", path, [&]() -> core::Result<void> {
    SQLite::Database database(path, SQLite::OPEN_READWRITE, busy_timeout_ms);
    SQLite::Transaction transaction(database);
    for (const auto& [key, value] : facts) write_meta(database, key, value);
    transaction.commit();
    return {};
  });
}

core::Result<void> BlockLog::remove_meta(std::string_view key) {
  return guarded("write to", parts_->path, [&]() -> core::Result<void> {
    parts_->database.exec("PRAGMA secure_delete = ON");  // what is removed may be a key
    SQLite::Statement remove(parts_->database, "DELETE FROM meta WHERE key = ?");
    remove.bind(1, std::string(key));
    remove.exec();
    return {};
  });
}

core::Result<void> BlockLog::check_pages() {
  return guarded("read", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement row(parts_->database, "PRAGMA integrity_check(1)");
    if (row.executeStep() && row.getColumn(0).getString() == "ok") return {};
    return core::fail(ErrorCode::corrupt,
                      fmt::format("the database is damaged: {}", row.getColumn(0).getString()));
  });
}

core::Result<void> BlockLog::copy_to(const std::filesystem::path& path) {
  auto copied = guarded("copy", parts_->path, [&]() -> core::Result<void> {
    SQLite::Database copy(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
    {
      // All pages in one step: one read transaction, so writers neither wait nor disturb it.
      SQLite::Backup backup(copy, parts_->database);
      backup.executeStep(-1);
    }
    copy.exec("PRAGMA journal_mode = DELETE");
    return {};
  });
  TRY_VOID(copied);
  return sync_folder(path.parent_path());
}

core::Result<void> BlockLog::set_patience(LogPatience patience) {
  return guarded("set up", parts_->path, [&]() -> core::Result<void> {
    const bool waits = patience == LogPatience::each_append;
    parts_->database.exec(waits ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    return {};
  });
}

core::Result<void> BlockLog::checkpoint() {
  return guarded("settle", parts_->path, [&]() -> core::Result<void> {
    parts_->database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return {};
  });
}

}  // namespace commune::node
