// What is still to be brought to push services: bounded, in the order in which it is due, one
// message of a topic for each browser. Plain data; the sender's threads share it behind a lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/time.h"
#include "model/enums.h"
#include "node/push_subscriptions.h"

namespace commune::gateway {

struct PushMessage {
  std::string text;   // at most push::plain_size_max bytes
  std::string topic;  // a newer message takes the place of an older one (RFC 8030, section 5.4)
  model::Urgency urgency{};
  core::Time expires_at{};  // brought later it would be of no use
};

struct Delivery {
  node::PushSubscriptions::Shared subscription;
  std::shared_ptr<const PushMessage> message;
  std::string origin;  // of the push service
  unsigned tries = 0;  // that failed
};

class PushQueue {
 public:
  explicit PushQueue(std::size_t deliveries_max) : deliveries_max_(deliveries_max) {}

  // Takes the place of an older message of the same topic to the same browser. False: full.
  bool add(Delivery delivery, core::Time due);
  // A delivery that failed; where a newer message waits by now, that one is enough.
  void put_back(Delivery delivery, core::Time due);
  // Nothing goes to this push service before `until`.
  void hold(const std::string& origin, core::Time until);

  // The next that is due; what has expired is forgotten.
  [[nodiscard]] std::optional<Delivery> take(core::Time now);
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  using Place = std::pair<std::int64_t, std::uint64_t>;  // due, then in the order of coming
  using Name = std::pair<std::string, std::string>;      // endpoint, topic
  using Waiting = std::map<Place, Delivery>;

  void insert(Delivery delivery, core::Time due);
  [[nodiscard]] Delivery remove(Waiting::iterator place);

  const std::size_t deliveries_max_;
  std::uint64_t coming_ = 0;
  Waiting waiting_;
  std::map<Name, Place> by_name_;
  std::map<std::string, core::Time> held_;
};

}  // namespace commune::gateway
