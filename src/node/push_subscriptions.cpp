#include "node/push_subscriptions.h"

#include <string>
#include <utility>

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr SmallSchema schema{.application_id = 0x436d5073,  // "CmPs"
                             .version = 1,
                             .tables = R"(
  CREATE TABLE subscriptions(
    id BLOB PRIMARY KEY, endpoint TEXT NOT NULL, key BLOB NOT NULL, secret BLOB NOT NULL,
    renewed_day INTEGER NOT NULL) WITHOUT ROWID, STRICT;
)"};

std::int64_t day_of(core::Time time) { return time.seconds / core::days(1).count; }

bool is_old(std::int64_t renewed_day, core::Time now) {
  return renewed_day < day_of(now - push_subscription_life);
}

void remove_row(SQLite::Database& database, core::ByteView id) {
  SQLite::Statement erase(database, "DELETE FROM subscriptions WHERE id = ?");
  bind_blob(erase, 1, id);
  erase.exec();
}

}  // namespace

core::Result<std::unique_ptr<PushSubscriptions>> PushSubscriptions::open(const DataPaths& paths,
                                                                         push::Reach reach,
                                                                         core::Time now) {
  auto database = TRY(SmallDatabase::open(paths.push(), schema));
  auto opened = std::unique_ptr<PushSubscriptions>(new PushSubscriptions(std::move(database)));
  TRY_VOID(opened->load(reach, now));
  return opened;
}

core::Result<void> PushSubscriptions::load(push::Reach reach, core::Time now) {
  return database_.write([&](SQLite::Database& database) -> core::Result<void> {
    std::vector<core::Bytes> unwanted;
    SQLite::Statement row(database,
                          "SELECT endpoint, key, secret, renewed_day, id FROM subscriptions");
    while (row.executeStep()) {
      auto subscription = push::parse_subscription(
          row.getColumn(0).getString(), core::to_base64url(blob_of(row.getColumn(1))),
          core::to_base64url(blob_of(row.getColumn(2))), reach);
      const std::int64_t day = row.getColumn(3).getInt64();
      if (subscription && !is_old(day, now)) {
        const auto id = push::id_of(subscription->endpoint);
        entries_[id] = {std::make_shared<const push::Subscription>(*std::move(subscription)), day};
      } else {
        unwanted.push_back(blob_of(row.getColumn(4)));
      }
    }
    for (const core::Bytes& id : unwanted) remove_row(database, id);
    return {};
  });
}

core::Result<void> PushSubscriptions::write(const push::SubscriptionId& id, const Entry& entry) {
  return database_.write([&](SQLite::Database& database) -> core::Result<void> {
    SQLite::Statement put(database, "INSERT OR REPLACE INTO subscriptions VALUES(?, ?, ?, ?, ?)");
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
  return database_.write([&](SQLite::Database& database) -> core::Result<void> {
    remove_row(database, id.view());
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

PushSubscriptions::Shared PushSubscriptions::find(const push::SubscriptionId& id,
                                                  core::Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() || is_old(found->second.renewed_day, now)
             ? nullptr
             : found->second.subscription;
}

}  // namespace commune::node
