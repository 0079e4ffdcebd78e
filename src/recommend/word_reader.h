// Reads a request of 32-bit words, whatever it asks for, and keeps the first problem with its
// place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "recommend/layout.h"
#include "recommend/situation.h"

namespace commune::recommend {

inline constexpr std::int32_t ahead_max = 18 * 60;

// Reads word by word. The first problem is kept with its place; from then on every word reads as
// its least allowed value, so that only whole records need to ask.
class WordReader {
 public:
  explicit WordReader(std::span<const std::int32_t> words) : words_(words) {}

  std::int32_t next(const char* name, std::int32_t least, std::int32_t most) {
    if (problem_) return least;
    if (position_ == words_.size()) return refuse(name, "is missing", least);
    const std::int32_t value = words_[position_++];
    if (value < least || value > most)
      return refuse(name,
                    "is " + std::to_string(value) + ", must be " + std::to_string(least) + " to " +
                        std::to_string(most),
                    least);
    return value;
  }

  std::uint64_t next_wide() {
    const auto low = static_cast<std::uint32_t>(next("id", INT32_MIN, INT32_MAX));
    const auto high = static_cast<std::uint32_t>(next("id", INT32_MIN, INT32_MAX));
    return std::uint64_t{high} << 32U | low;
  }

  // Seconds since 1970 in two words, low first.
  core::Time next_time(const char* name) {
    const std::uint64_t wide = next_wide();
    if (problem_) return {};
    if (wide <= static_cast<std::uint64_t>(core::time_seconds_max))
      return {static_cast<std::int64_t>(wide)};
    static_cast<void>(refuse(name, "is no time before the year 10000", 0));
    return {};
  }

  Instant next_instant(const char* name) {
    Instant instant;
    instant.utc = next(name, 0, minutes_max);
    instant.wall_ahead = next(name, -ahead_max, ahead_max);
    // Nobody's work was in the first days of 1970: a wall before it would have no day.
    if (instant.wall() < 0) instant.wall_ahead = 0;
    return instant;
  }

  // An index into a list of `size`, or none.
  Index next_index(const char* name, std::size_t size, Index least = 0) {
    return next(name, least, static_cast<std::int32_t>(size) - 1);
  }

  bool next_flag(const char* name) { return next(name, 0, 1) != 0; }

  // Calls `read` for each record of the list that follows.
  template <class T, class Read>
  void list(const char* name, std::vector<T>& into, Read read) {
    list_ = name;
    entry_ = none;
    const std::int32_t length = next("length", 0, list_max);
    // Each record has at least one word: what was not sent is not reserved either.
    if (static_cast<std::size_t>(length) > words_.size() - position_)
      static_cast<void>(refuse("length", "is more than there are words", 0));
    if (problem_) return;
    into.reserve(static_cast<std::size_t>(length));
    for (entry_ = 0; entry_ < length && !problem_; ++entry_) into.push_back(read());
    list_ = nullptr;
  }

  [[nodiscard]] core::Result<void> end() {
    if (!problem_ && position_ != words_.size())
      static_cast<void>(refuse("the end", "is followed by more words", 0));
    if (problem_) return std::unexpected(*problem_);
    return {};
  }
  [[nodiscard]] bool has_failed() const { return problem_.has_value(); }

 private:
  std::int32_t refuse(const char* name, const std::string& what, std::int32_t value) {
    std::string place = "word " + std::to_string(position_) + ": ";
    if (list_ != nullptr) place += list_;
    if (list_ != nullptr && entry_ != none) place += "[" + std::to_string(entry_) + "]";
    if (list_ != nullptr) place += ".";
    problem_ = core::Error{core::ErrorCode::malformed, place + name + " " + what};
    return value;
  }

  std::span<const std::int32_t> words_;
  std::size_t position_ = 0;
  const char* list_ = nullptr;
  Index entry_ = none;
  std::optional<core::Error> problem_;
};

}  // namespace commune::recommend
