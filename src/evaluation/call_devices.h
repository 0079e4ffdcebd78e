// The devices of people who may be called, and whether their owners listen: what pings do over
// time, whoever decides to send them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evaluation/call_world.h"
#include "recommend/own_acceptance.h"

namespace commune::evaluation {

class CallDevices {
 public:
  // `people` outlives this. `scale` times readiness_for is the chance that a listener accepts.
  CallDevices(const std::vector<CallPerson>& people, double scale);

  // What an owner says who listens, and when.
  struct Answer {
    std::int64_t minute = 0;
    recommend::AnsweredRing ring;  // its kind is that of the call, not yet a device's number
  };
  // Rings. Nothing where its owner does not listen.
  std::optional<Answer> ping(std::size_t person, const UrgentCall& call, std::int64_t minute,
                             const PingLuck& luck);
  // The device learns what its owner said.
  void learn(std::size_t person, const recommend::AnsweredRing& ring);

  // What the device itself knows. Holds until its next ping.
  struct Asked {
    bool is_able = false;
    bool has_rung = false;
  };
  // As one who would come for sure; `own_acceptance` says how likely it is.
  [[nodiscard]] recommend::Listener listener(std::size_t person, const UrgentCall& call,
                                             std::int64_t minute, Asked asked) const;
  // As the app asks itself, in thousandths, from what calls got so far and the owner's answers.
  [[nodiscard]] std::uint32_t own_acceptance(std::size_t person, const UrgentCall& call,
                                             std::int64_t minute,
                                             const recommend::CallRecord& record);
  // All pings of each person, in the order in which they were sent.
  [[nodiscard]] const std::vector<std::vector<std::int64_t>>& pings() const { return pings_; }

 private:
  struct Deaf {
    std::int64_t from = 0;
    std::int64_t until = 0;
  };
  struct Device {
    std::vector<recommend::AnsweredRing> answered;  // the last ones, as many as the app keeps
    std::vector<std::uint32_t> kinds;               // of them, as the device numbers them
    std::vector<core::Time> recent;                 // pings of the last nine days
    Deaf deaf;
    // Made of `answered`, and of what calls got as a rule: kept while neither changes.
    std::optional<recommend::OwnAcceptance> own;
    std::uint32_t made_of_permille = 0;
  };
  [[nodiscard]] static std::uint32_t number_of(const Device& device, std::uint32_t kind);

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
