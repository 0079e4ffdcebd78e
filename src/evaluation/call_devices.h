// The devices of people who may be called, and whether their owners listen: what pings do over
// time, whoever decides to send them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "evaluation/call_world.h"

namespace commune::evaluation {

class CallDevices {
 public:
  // `people` outlives this. `scale` times readiness_for is the chance that a listener accepts.
  CallDevices(const std::vector<CallPerson>& people, double scale);

  // Rings. The minute at which its owner accepts; nothing where they do not, or do not listen.
  std::optional<std::int64_t> ping(std::size_t person, const UrgentCall& call, std::int64_t minute,
                                   const PingLuck& luck);
  // The device learns that its owner said yes.
  void count_answer(std::size_t person, std::int64_t minute);

  // What the device itself knows. Holds until its next ping.
  struct Asked {
    bool is_able = false;
    bool has_rung = false;
  };
  [[nodiscard]] recommend::Listener listener(std::size_t person, const UrgentCall& call,
                                             std::int64_t minute, Asked asked) const;
  // All pings of each person, in the order in which they were sent.
  [[nodiscard]] const std::vector<std::vector<std::int64_t>>& pings() const { return pings_; }

 private:
  struct Deaf {
    std::int64_t from = 0;
    std::int64_t until = 0;
  };
  // What a device counted of its owner's answers; inside the owner's hours and outside.
  struct Device {
    std::array<std::uint32_t, 2> pings{};
    std::array<std::uint32_t, 2> accepted{};
    std::vector<core::Time> recent;  // of the last nine days
    Deaf deaf;
  };

  [[nodiscard]] std::size_t hours_of(std::size_t person, std::int64_t minute) const {
    return people_[person].own_hours[part_of_day(minute)] ? 0 : 1;
  }

  const std::vector<CallPerson>& people_;
  double scale_;
  std::vector<Device> devices_;
  std::vector<std::vector<std::int64_t>> pings_;
};

[[nodiscard]] constexpr core::Time time_of(std::int64_t minute) { return {minute * 60}; }
[[nodiscard]] recommend::Ring ring_of(const CallPerson& person, const UrgentCall& call);

// Pings of one person that a budget would not have allowed. `minutes` ascend.
[[nodiscard]] std::uint64_t pings_above(const std::vector<std::int64_t>& minutes,
                                        const recommend::PingBudget& budget);

}  // namespace commune::evaluation
