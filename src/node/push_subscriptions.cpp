#include "node/push_subscriptions.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include "node/sqlite_error.h"

namespace commune::node {

struct PushSubscriptions::Parts {
  std::filesystem::path path;
  SQLite::Database database;
};

namespace {

using core::ErrorCode;

constexpr int busy_timeout_ms = 5000;
constexpr const char* schema = R"(
  CREATE TABLE IF NOT EXISTS subscriptions(
    id BLOB PRIMARY KEY, endpoint TEXT NOT NULL, key BLOB NOT NULL, secret BLOB NOT NULL,
    renewed_day INTEGER NOT NULL) WITHOUT ROWID, STRICT;
)";

std::int64_t day_of(core::Time time) { return time.seconds / core::days(1).count; }

bool is_old(std::int64_t renewed_day, core::Time now) {
  return renewed_day < day_of(now - push_subscription_life);
}

void bind_blob(SQLite::Statement& statement, int index, core::ByteView bytes) {
  statement.bindNoCopy(index, static_cast<const void*>(bytes.data()),
                       static_cast<int>(bytes.size()));
}

std::string text_of(const SQLite::Column& blob) {
  const auto* data = static_cast<const std::uint8_t*>(blob.getBlob());
  return core::to_base64url({data, static_cast<std::size_t>(blob.getBytes())});
}

}  // namespace

PushSubscriptions::PushSubscriptions(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PushSubscriptions::~PushSubscriptions() = default;

core::Result<std::unique_ptr<PushSubscriptions>> PushSubscriptions::open(const DataPaths& paths,
                                                                         push::Reach reach,
                                                                         core::Time now) {
  const auto path = paths.push();
  using Opened = core::Result<std::unique_ptr<PushSubscriptions>>;
  auto opened = TRY(guarded("open", path, [&]() -> Opened {
    auto parts = std::make_unique<Parts>(Parts{
        path,
        SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms)});
    // To know an endpoint is to be able to bother its owner.
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    parts->database.exec(schema);
    return std::unique_ptr<PushSubscriptions>(new PushSubscriptions(std::move(parts)));
  }));
  TRY_VOID(opened->load(reach, now));
  return opened;
}

core::Result<void> PushSubscriptions::load(push::Reach reach, core::Time now) {
  std::vector<push::SubscriptionId> unwanted;
  TRY_VOID(guarded("read", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement row(parts_->database,
                          "SELECT endpoint, key, secret, renewed_day, id FROM subscriptions");
    while (row.executeStep()) {
      const auto* id = static_cast<const std::uint8_t*>(row.getColumn(4).getBlob());
      const auto known =
          push::SubscriptionId::from({id, static_cast<std::size_t>(row.getColumn(4).getBytes())});
      auto subscription =
          push::parse_subscription(row.getColumn(0).getString(), text_of(row.getColumn(1)),
                                   text_of(row.getColumn(2)), reach);
      const std::int64_t day = row.getColumn(3).getInt64();
      if (subscription && !is_old(day, now)) {
        const auto name = push::id_of(subscription->endpoint);
        entries_[name] = {std::make_shared<const push::Subscription>(*std::move(subscription)),
                          day};
      } else if (known) {
        unwanted.push_back(*known);
      }
    }
    return {};
  }));
  for (const auto& id : unwanted) TRY_VOID(erase(id));
  return {};
}

core::Result<void> PushSubscriptions::write(const push::SubscriptionId& id, const Entry& entry) {
  return guarded("write", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement put(parts_->database,
                          "INSERT OR REPLACE INTO subscriptions VALUES(?, ?, ?, ?, ?)");
    bind_blob(put, 1, id.view());
    put.bind(2, entry.subscription->endpoint);
    bind_blob(put, 3, entry.subscription->key);
    bind_blob(put, 4, entry.subscription->secret);
    put.bind(5, entry.renewed_day);
    put.exec();
    return {};
  });
}

core::Result<void> PushSubscriptions::erase(const push::SubscriptionId& id) {
  return guarded("write", parts_->path, [&]() -> core::Result<void> {
    SQLite::Statement erase(parts_->database, "DELETE FROM subscriptions WHERE id = ?");
    bind_blob(erase, 1, id.view());
    erase.exec();
    return {};
  });
}

core::Result<void> PushSubscriptions::drop_old(core::Time now) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (!is_old(entry->second.renewed_day, now)) {
      ++entry;
      continue;
    }
    TRY_VOID(erase(entry->first));
    entry = entries_.erase(entry);
  }
  return {};
}

core::Result<void> PushSubscriptions::put(const push::Subscription& subscription, core::Time now,
                                          std::size_t count_max) {
  const auto id = push::id_of(subscription.endpoint);
  const Entry entry{std::make_shared<const push::Subscription>(subscription), day_of(now)};
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(id);
  if (known != entries_.end() && known->second.renewed_day == entry.renewed_day &&
      *known->second.subscription == subscription) {
    return {};
  }
  if (known == entries_.end()) TRY_VOID(drop_old(now));
  if (known == entries_.end() && entries_.size() >= count_max) {
    return core::fail(ErrorCode::unavailable, "There is no more room for phones to wake here.");
  }
  TRY_VOID(write(id, entry));
  entries_[id] = entry;
  return {};
}

core::Result<void> PushSubscriptions::replace(const push::SubscriptionId& old,
                                              const push::Subscription& subscription,
                                              core::Time now) {
  const auto id = push::id_of(subscription.endpoint);
  const Entry entry{std::make_shared<const push::Subscription>(subscription), day_of(now)};
  const std::lock_guard lock(mutex_);
  if (!entries_.contains(old)) {
    return core::fail(ErrorCode::not_found, "The phone that this replaces is not known here.");
  }
  TRY_VOID(write(id, entry));
  entries_[id] = entry;
  if (old == id) return {};
  TRY_VOID(erase(old));
  entries_.erase(old);
  return {};
}

core::Result<bool> PushSubscriptions::remove(const push::SubscriptionId& id) {
  const std::lock_guard lock(mutex_);
  if (!entries_.contains(id)) return false;
  TRY_VOID(erase(id));
  entries_.erase(id);
  return true;
}

std::vector<PushSubscriptions::Shared> PushSubscriptions::all(core::Time now) const {
  const std::lock_guard lock(mutex_);
  std::vector<Shared> found;
  found.reserve(entries_.size());
  for (const auto& [id, entry] : entries_) {
    if (!is_old(entry.renewed_day, now)) found.push_back(entry.subscription);
  }
  return found;
}

std::size_t PushSubscriptions::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace commune::node
