#include "load/measure.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace commune::bench {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// When the next request of a client is due; nothing when it is over.
using Due = std::function<std::optional<Clock::time_point>()>;

class Crowd {
 public:
  core::Result<Measured> run(std::uint16_t port, std::size_t clients,
                             const std::function<Call(std::size_t)>& make_call, const Due& due) {
    const auto begin = Clock::now();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < clients; ++i) {
      threads.emplace_back([this, port, call = make_call(i), &due] { work(port, call, due); });
    }
    for (std::thread& thread : threads) thread.join();
    if (error_) return std::unexpected(*error_);
    measured_.seconds = milliseconds_since(begin) / 1000;
    measured_.answered = measured_.milliseconds.size();
    std::ranges::sort(measured_.milliseconds);
    return std::move(measured_);
  }

 private:
  void work(std::uint16_t port, const Call& call, const Due& due) {
    auto client = HttpClient::open(port);
    if (!client) return fail(client.error());
    std::vector<double> own;
    for (auto at = due(); at && !failed_; at = due()) {
      std::this_thread::sleep_until(*at);
      if (const auto called = call(*client); !called) return fail(called.error());
      own.push_back(milliseconds_since(*at));
    }
    const std::lock_guard lock(mutex_);
    measured_.milliseconds.insert(measured_.milliseconds.end(), own.begin(), own.end());
  }

  void fail(core::Error error) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    if (!error_) error_ = std::move(error);
  }

  std::mutex mutex_;
  std::atomic<bool> failed_ = false;
  std::optional<core::Error> error_;
  Measured measured_;
};

}  // namespace

double Measured::percentile(double share) const {
  if (milliseconds.empty()) return 0;
  const auto rank = std::ceil(share * static_cast<double>(milliseconds.size()));
  const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return milliseconds[std::min(index, milliseconds.size() - 1)];
}

core::Result<Measured> run_closed(std::uint16_t port, std::size_t clients,
                                  std::chrono::seconds length,
                                  const std::function<Call(std::size_t)>& make_call) {
  const auto end = Clock::now() + length;
  return Crowd().run(port, clients, make_call, [end]() -> std::optional<Clock::time_point> {
    const auto now = Clock::now();
    return now < end ? std::optional(now) : std::nullopt;
  });
}

core::Result<Measured> run_open(std::uint16_t port, std::size_t clients, double rate,
                                std::chrono::seconds length,
                                const std::function<Call(std::size_t)>& make_call) {
  const auto begin = Clock::now() + std::chrono::milliseconds(100);
  const auto total = static_cast<std::int64_t>(rate * static_cast<double>(length.count()));
  std::atomic<std::int64_t> next = 0;
  return Crowd().run(
      port, clients, make_call, [&, begin, total, rate]() -> std::optional<Clock::time_point> {
        const std::int64_t number = next.fetch_add(1);
        if (number >= total) return std::nullopt;
        const std::chrono::duration<double> offset(static_cast<double>(number) / rate);
        return begin + std::chrono::duration_cast<Clock::duration>(offset);
      });
}

}  // namespace commune::bench
