#include "gateway/http/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace commune::gateway::http {
namespace {

double seconds_between(RateLimiter::TimePoint from, RateLimiter::TimePoint to) {
  return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

}  // namespace

std::optional<std::chrono::milliseconds> RateLimiter::take(const Client& client, TimePoint now) {
  const Rate& rate = client.loopback ? limits_.loopback : limits_.network;
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(client.address);
  if (found == buckets_.end()) {
    if (buckets_.size() >= clients_max) forget_idle(now);
    found = buckets_.emplace(client.address, Bucket{rate.burst, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = std::min(
      rate.burst, bucket.tokens + seconds_between(bucket.filled_at, now) * rate.per_second);
  bucket.filled_at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  const double wait_s = rate.per_second > 0 ? (1 - bucket.tokens) / rate.per_second : 60;
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(wait_s * 1000)));
}

void RateLimiter::forget_idle(TimePoint now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Rate& rate = limits_.network;
    const Bucket& bucket = entry.second;
    return bucket.tokens + seconds_between(bucket.filled_at, now) * rate.per_second >= rate.burst;
  });
  // Everybody is busy: an attack from many addresses. Starting afresh keeps memory bounded.
  if (buckets_.size() >= clients_max) buckets_.clear();
}

std::size_t RateLimiter::client_count() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace commune::gateway::http
