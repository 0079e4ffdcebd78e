// Urgent calls that go on side by side, event by event: waves in which devices decide, answers that
// come after a while, and whatever else happens around them. Whoever said yes to one call is not
// free for the next, and the pings of an owner's budget are spent in the order of time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <queue>
#include <vector>

#include "evaluation/call_devices.h"

namespace commune::evaluation {

// What a call is about, and what becomes of a yes.
class CallHost {
 public:
  CallHost() = default;
  CallHost(const CallHost&) = delete;
  CallHost& operator=(const CallHost&) = delete;
  virtual ~CallHost() = default;

  // A moment that was planned has come.
  virtual void happen(std::size_t moment, std::int64_t minute) = 0;
  // Whether somebody can come to a call just now.
  [[nodiscard]] virtual bool may_come(std::uint64_t call, std::size_t person) const = 0;
  // Somebody says yes. They have a place where they may come, are there in time and one is free.
  virtual void hear_yes(std::uint64_t call, std::size_t person, std::int64_t minute,
                        bool has_place) = 0;
};

class LiveCalls {
 public:
  // Who has devices ring: they themselves, wave by wave, or nobody but the host.
  enum class Ringing : std::uint8_t { devices, host };
  // `people` outlives this. `seed` and the name of a call draw everything that chance decides.
  LiveCalls(const std::vector<CallPerson>& people, std::uint64_t seed, double scale,
            Ringing ringing = Ringing::devices)
      : seed_(seed), people_(people), devices_(people, scale), ringing_(ringing) {}

  void plan(std::size_t moment, std::int64_t minute);
  // Until nothing is left to happen.
  void run(CallHost& host);

  // As everybody sees it.
  struct Public {
    UrgentCall what;
    std::uint32_t coming = 0;  // of `what.places`
    std::array<std::uint32_t, recommend::rings> people_within{};
  };
  // A call goes out, or goes on with other people coming; returns whether it is a new one. A device
  // rings once for each name.
  bool raise(std::uint64_t call, const Public& seen, std::int64_t minute);
  // Rings whatever the policy says.
  void ping(std::uint64_t call, const UrgentCall& what, std::size_t person, std::int64_t minute);
  // No call has a name any more; what devices know stays.
  void forget() { calls_.clear(); }

  [[nodiscard]] const CallDevices& devices() const { return devices_; }

 private:
  enum class EventKind : std::uint8_t { moment, answer, wave };
  struct Event {
    std::int64_t minute = 0;
    EventKind kind{};
    std::uint64_t of = 0;     // a moment, a call, or an answer on its way
    std::uint64_t chain = 0;  // of waves
    friend auto operator<=>(const Event&, const Event&) = default;
  };
  struct Answer {
    std::uint64_t call = 0;
    std::size_t person = 0;
    recommend::AnsweredRing ring;
  };
  struct Call {
    Public seen;
    std::uint32_t coming_before = 0;  // when it went out: nobody rang for them
    std::uint64_t came = 0;           // in vain too
    std::uint64_t intended = 0;
    bool is_counted = true;   // in the record of what calls got
    std::uint64_t chain = 0;  // of its waves; those of an earlier one are over
    std::vector<bool> has_rung;
  };

  void answer(CallHost& host, const Event& event);
  void wave(CallHost& host, const Event& event);
  [[nodiscard]] bool rings(const CallHost& host, std::uint64_t name, std::size_t person,
                           std::int64_t minute);
  [[nodiscard]] recommend::Call public_call(const Call& call) const;
  // Places are free and there is time.
  [[nodiscard]] static bool is_open(const Call& call, std::int64_t minute);
  void count(Call& call);

  std::uint64_t seed_;
  const std::vector<CallPerson>& people_;
  CallDevices devices_;
  Ringing ringing_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::map<std::uint64_t, Call> calls_;
  std::vector<Answer> answers_;  // by number
  recommend::CallRecord record_;
};

// Who hears a call and may come to it at all, up to and with each ring.
template <class May>
[[nodiscard]] std::array<std::uint32_t, recommend::rings> count_within(
    const std::vector<CallPerson>& people, const UrgentCall& call, May&& may) {
  std::array<std::uint32_t, recommend::rings> within{};
  for (std::size_t person = 0; person < people.size(); ++person) {
    if (!may(person)) continue;
    for (auto r = static_cast<std::size_t>(ring_of(people[person], call)); r < within.size(); ++r)
      ++within[r];
  }
  return within;
}

}  // namespace commune::evaluation
