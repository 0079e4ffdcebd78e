// Time inside the commune: whole seconds since 1970-01-01T00:00:00Z, carried by blocks.
// Nothing here reads a clock; `Clock` is passed to whoever needs the wall's time.
#pragma once

#include <compare>
#include <cstdint>

namespace commune::core {

struct Seconds {
  std::int64_t count = 0;
  friend constexpr auto operator<=>(Seconds, Seconds) = default;
};

constexpr Seconds minutes(std::int64_t count) { return {count * 60}; }
constexpr Seconds hours(std::int64_t count) { return {count * 3600}; }
constexpr Seconds days(std::int64_t count) { return {count * 86400}; }

// A point in time. 0 stands for "none" where a field is optional.
struct Time {
  std::int64_t seconds = 0;
  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Time operator+(Time time, Seconds span) { return {time.seconds + span.count}; }
  friend constexpr Time operator-(Time time, Seconds span) { return {time.seconds - span.count}; }
  friend constexpr Seconds operator-(Time a, Time b) { return {a.seconds - b.seconds}; }
  [[nodiscard]] constexpr bool is_set() const { return seconds != 0; }
};

// Times outside [0, 9999-12-31] are refused at the boundary, so sums of a time and a span fit.
inline constexpr std::int64_t time_seconds_max = 253'402'300'799;

struct Height {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(Height, Height) = default;
  [[nodiscard]] constexpr Height next() const { return {value + 1}; }
};

// Where the wall's time comes from. `SystemClock` is the real one, tests bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  [[nodiscard]] Time now() const override { return now_; }
  void advance(Seconds span) { now_ = now_ + span; }
  void set(Time time) { now_ = time; }

 private:
  Time now_;
};

}  // namespace commune::core
