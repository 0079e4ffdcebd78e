// What to do so that a neighbouring commune and ours agree about urgent calls: made anew each time
// from what both nodes say now, so that nothing has to be kept between two looks, a restart doubles
// nothing, and what was missed while a node was away is caught up with.
//
// A call is named there by our chain, the task, its times, and how often it was asked anew: to
// raise it twice is to be told that it is known, and a task that moved is another call. Pure: no
// network, no clock, no keys.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/command.h"
#include "model/ids.h"

namespace commune::apps {

// An urgent call of ours.
struct OutgoingCall {
  model::TaskId task;
  std::string title;
  std::string venue;  // its name, may be empty
  core::Time start;
  core::Time end;
  std::uint32_t wanted = 0;    // from this neighbour, its visitors included
  std::uint32_t visitors = 0;  // of this neighbour, as our people see it
  bool asks = false;           // it has reached the neighbours and people are missing
  bool over = false;           // its end has passed
};

enum class BroughtStatus : std::uint8_t { open, confirmed, dismissed, withdrawn, over };

// A call of ours as it stands at the neighbour.
struct BroughtCall {
  model::AlertId alert;
  BroughtStatus status{};
  std::uint32_t people = 0;  // wanted from there
  std::uint32_t coming = 0;
};

struct NeighbourPlan {
  std::vector<model::Command> there;  // by our device at the neighbour
  std::vector<model::Command> here;   // by its messenger at home
};

// The name of a call: the first 16 bytes of SHA-256("commune/neighbour-call/v1", 0x00, chain, task,
// start, end, attempt), numbers as 8 bytes, big endian.
[[nodiscard]] model::AlertId call_id(const model::ChainId& home, const OutgoingCall& call,
                                     std::uint32_t attempt);

// Raises what asks, says how many are still wanted, takes back what is nobody's call any more, and
// tells home how many come. What they answered with no is not asked again; what was taken back is,
// where people are missing anew. Nobody who comes is sent home while the task is on.
[[nodiscard]] NeighbourPlan plan_calls(const model::ChainId& home,
                                       std::span<const OutgoingCall> ours,
                                       std::span<const BroughtCall> theirs,
                                       const std::string& taken_back);

}  // namespace commune::apps
