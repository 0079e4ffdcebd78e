// A token bucket for each client: `per_second` requests in the long run, `burst` at once.
// Bounded: when too many clients are known, those whose bucket is full again are forgotten.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/http/message.h"

namespace commune::gateway::http {

struct Rate {
  double per_second = 0;
  double burst = 0;
};

struct RateLimits {
  Rate network{.per_second = 100, .burst = 600};  // a phone, or a household behind one address
  Rate loopback{.per_second = 50'000, .burst = 100'000};  // this machine: a proxy, a benchmark
};

class RateLimiter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t clients_max = 20'000;

  explicit RateLimiter(RateLimits limits) : limits_(limits) {}

  // Takes one token. Nothing if there was one, else how long until there is one.
  [[nodiscard]] std::optional<std::chrono::milliseconds> take(const Client& client, TimePoint now);

  [[nodiscard]] std::size_t client_count() const;

 private:
  struct Bucket {
    double tokens;
    TimePoint filled_at;
  };

  void forget_idle(TimePoint now);

  const RateLimits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace commune::gateway::http
