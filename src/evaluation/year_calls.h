// What is missing in the last hours becomes urgent calls, decided by the devices of the commune and
// answered by people who listen or do not (call_devices.h).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "evaluation/call_devices.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

struct Gap {
  std::uint32_t task = 0;
  std::int64_t raised_minute = 0;
  std::int64_t needed_minute = 0;
  model::Urgency urgency = model::Urgency::urgent;
  std::vector<std::uint32_t> gone;  // who said they cannot, or did not come
};

class YearCalls {
 public:
  explicit YearCalls(const YearWorld& world);

  // Calls until the task has its minimum or it is too late; who accepted is put on the sheet.
  // Gaps of a week come in the order of their time.
  void call(const Week& week, Sheet& sheet, const Gap& gap);

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] std::uint64_t filled() const { return filled_; }
  [[nodiscard]] std::uint64_t pings() const;
  [[nodiscard]] std::uint64_t pings_above_budget() const;

 private:
  struct Yes {
    std::int64_t minute = 0;
    std::uint32_t slot = 0;
  };
  // Who has said yes until then is put on the sheet where a place is free; returns how many said
  // it.
  std::uint64_t answer(Sheet& sheet, const Gap& gap, std::int64_t minute, recommend::Call& call);

  const YearWorld& world_;
  CallDevices devices_;
  std::array<std::array<recommend::CallRecord, 3>, 2> records_{};  // by certificate, urgency
  std::vector<Yes> yes_;                                           // on their way to this call
  std::uint64_t calls_ = 0;
  std::uint64_t filled_ = 0;
};

}  // namespace commune::evaluation
