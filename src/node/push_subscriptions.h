// Which browsers want to be woken by calls: DIR/push.db, beside the ledger and not in it. It knows
// no names: a row is what a browser gave, and the day on which that browser last said so. What was
// not renewed for two months is forgotten.
//
// All of it may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "node/data_directory.h"
#include "node/small_database.h"
#include "push/subscription.h"

namespace commune::node {

inline constexpr core::Seconds push_subscription_life = core::days(60);

class PushSubscriptions {
 public:
  using Shared = std::shared_ptr<const push::Subscription>;

  // Made where there is none. `reach` holds for what lies there too: an endpoint that may not be
  // reached any more is forgotten. Errors: a storage error.
  [[nodiscard]] static core::Result<std::unique_ptr<PushSubscriptions>> open(const DataPaths& paths,
                                                                             push::Reach reach,
                                                                             core::Time now);
  PushSubscriptions(const PushSubscriptions&) = delete;
  PushSubscriptions& operator=(const PushSubscriptions&) = delete;

  // Keeps a new one, or renews it. Errors: unavailable, where it would be one more than
  // `count_max`; a storage error.
  [[nodiscard]] core::Result<void> put(const push::Subscription& subscription, core::Time now,
                                       std::size_t count_max);

  // The browser has another one from now on. not_found: the old one is not kept here.
  [[nodiscard]] core::Result<void> replace(const push::SubscriptionId& old,
                                           const push::Subscription& subscription, core::Time now);

  // Whether it was there.
  [[nodiscard]] core::Result<bool> remove(const push::SubscriptionId& id);

  // Those in force.
  [[nodiscard]] std::vector<Shared> all(core::Time now) const;
  // Null: not known, or not in force any more.
  [[nodiscard]] Shared find(const push::SubscriptionId& id, core::Time now) const;

 private:
  struct Entry {
    Shared subscription;
    std::int64_t renewed_day = 0;  // since 1970: no finer, so that it tells nobody's hours
  };
  explicit PushSubscriptions(SmallDatabase database) : database_(std::move(database)) {}

  [[nodiscard]] core::Result<void> load(push::Reach reach, core::Time now);
  [[nodiscard]] core::Result<void> write(const push::SubscriptionId& id, const Entry& entry);
  [[nodiscard]] core::Result<void> erase(const push::SubscriptionId& id);
  [[nodiscard]] core::Result<void> drop_old(core::Time now);

  mutable std::mutex mutex_;
  SmallDatabase database_;
  std::map<push::SubscriptionId, Entry> entries_;
};

}  // namespace commune::node
