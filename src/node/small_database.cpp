#include "node/small_database.h"

#include <fmt/format.h>

#include "node/file.h"

namespace commune::node {
namespace {

constexpr int busy_timeout_ms = 5000;

core::Result<void> set_up(SQLite::Database& database, const std::filesystem::path& path,
                          const SmallSchema& schema) {
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA secure_delete = ON");
  const int id = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (id == 0 && version == 0 && tables == 0) {
    SQLite::Transaction transaction(database);
    database.exec(fmt::format("PRAGMA application_id = {}", schema.application_id));
    database.exec(fmt::format("PRAGMA user_version = {}", schema.version));
    database.exec(schema.tables);
    transaction.commit();
    return {};
  }
  if (id != schema.application_id) {
    return core::fail(core::ErrorCode::corrupt,
                      fmt::format("{} is a database of something else", path.string()));
  }
  if (version == schema.version) return {};
  return core::fail(core::ErrorCode::wrong_version,
                    fmt::format("{} is of version {}, this program reads version {}", path.string(),
                                version, schema.version));
}

}  // namespace

core::Result<SmallDatabase> SmallDatabase::open(const std::filesystem::path& path,
                                                const SmallSchema& schema) {
  TRY_VOID(make_private_file(path));  // SQLite gives its other files the same rights
  auto opened = guarded("open", path, [&]() -> core::Result<SmallDatabase> {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms);
    TRY_VOID(set_up(database, path, schema));
    return SmallDatabase(path, std::move(database));
  });
  if (opened) TRY_VOID(sync_folder(path.parent_path()));
  return opened;
}

core::Bytes blob_of(const SQLite::Column& column) {
  const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
  const auto size = static_cast<std::size_t>(column.getBytes());
  return data == nullptr ? core::Bytes{} : core::Bytes(data, data + size);
}

void bind_blob(SQLite::Statement& statement, int index, core::ByteView bytes) {
  // SQLite takes a null pointer for NULL, so an empty view still points somewhere.
  const void* data = bytes.data() != nullptr ? static_cast<const void*>(bytes.data()) : "";
  statement.bindNoCopy(index, data, static_cast<int>(bytes.size()));
}

}  // namespace commune::node
