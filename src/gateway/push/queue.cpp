#include "gateway/push/queue.h"

namespace commune::gateway {
namespace {

std::pair<std::string, std::string> name_of(const Delivery& delivery) {
  return {delivery.subscription->endpoint, delivery.message->topic};
}

}  // namespace

void PushQueue::insert(Delivery delivery, core::Time due) {
  const Place place{due.seconds, coming_++};
  by_name_[name_of(delivery)] = place;
  waiting_.emplace(place, std::move(delivery));
}

Delivery PushQueue::remove(Waiting::iterator place) {
  Delivery delivery = std::move(place->second);
  by_name_.erase(name_of(delivery));
  waiting_.erase(place);
  return delivery;
}

bool PushQueue::add(Delivery delivery, core::Time due) {
  const auto older = by_name_.find(name_of(delivery));
  if (older != by_name_.end()) static_cast<void>(remove(waiting_.find(older->second)));
  if (waiting_.size() >= deliveries_max_) return false;
  insert(std::move(delivery), due);
  return true;
}

void PushQueue::put_back(Delivery delivery, core::Time due) {
  if (by_name_.contains(name_of(delivery)) || waiting_.size() >= deliveries_max_) return;
  insert(std::move(delivery), due);
}

void PushQueue::hold(const std::string& origin, core::Time until) {
  core::Time& held = held_[origin];
  held = std::max(held, until);
}

std::optional<Delivery> PushQueue::take(core::Time now) {
  std::erase_if(held_, [now](const auto& held) { return held.second <= now; });
  while (!waiting_.empty() && waiting_.begin()->first.first <= now.seconds) {
    Delivery delivery = remove(waiting_.begin());
    if (delivery.message->expires_at <= now) continue;
    const auto held = held_.find(delivery.origin);
    if (held == held_.end()) return delivery;
    insert(std::move(delivery), held->second);
  }
  return std::nullopt;
}

}  // namespace commune::gateway
