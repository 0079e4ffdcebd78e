#include "apps/neighbour_plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/big_endian.h"
#include "core/check.h"
#include "core/hash.h"
#include "model/limits.h"

namespace commune::apps {
namespace {

using Brought = std::map<model::AlertId, BroughtCall>;

struct Latest {
  const BroughtCall* call = nullptr;  // none: never asked
  model::AlertId next;                // the name under which it would be asked anew
};

Latest latest_of(const model::ChainId& home, const OutgoingCall& call, const Brought& theirs) {
  Latest latest{.next = call_id(home, call, 0)};
  for (std::uint32_t attempt = 1;; ++attempt) {
    const auto found = theirs.find(latest.next);
    if (found == theirs.end()) return latest;
    latest = {&found->second, call_id(home, call, attempt)};
  }
}

bool is_going_on(const BroughtCall& call) {
  return call.status == BroughtStatus::open || call.status == BroughtStatus::confirmed;
}

model::RelayCall relayed(const OutgoingCall& call, const model::AlertId& name) {
  return {.alert = name,
          .text = call.venue.empty() ? call.title : call.title + ", " + call.venue,
          .start = call.start,
          .end = call.end,
          .people = std::clamp(call.wanted, 1U, model::people_max)};
}

}  // namespace

model::AlertId call_id(const model::ChainId& home, const OutgoingCall& call,
                       std::uint32_t attempt) {
  const auto number = [](std::int64_t value) {
    return core::big_endian(static_cast<std::uint64_t>(value));
  };
  const core::Digest digest = core::labelled_hash(
      "commune/neighbour-call/v1", {home.view(), call.task.view(), number(call.start.seconds),
                                    number(call.end.seconds), number(attempt)});
  const auto id = model::AlertId::from(digest.view().first(model::AlertId::size));
  CHECK(id.has_value());
  return *id;
}

NeighbourPlan plan_calls(const model::ChainId& home, std::span<const OutgoingCall> ours,
                         std::span<const BroughtCall> theirs, const std::string& taken_back) {
  Brought brought;
  for (const BroughtCall& call : theirs) brought.emplace(call.alert, call);
  NeighbourPlan plan;
  std::set<model::AlertId> kept;
  for (const OutgoingCall& call : ours) {
    const auto [latest, next] = latest_of(home, call, brought);
    // Two clocks never say "over" at the same moment: then nothing is changed on either side.
    if (call.over || (latest != nullptr && latest->status == BroughtStatus::over)) {
      if (latest != nullptr) kept.insert(latest->alert);
      continue;
    }
    std::uint32_t visitors = 0;
    if (latest == nullptr || latest->status == BroughtStatus::withdrawn) {
      if (call.asks) plan.there.emplace_back(relayed(call, next));
    } else if (is_going_on(*latest)) {
      visitors = std::min(latest->coming, model::people_max);
      const std::uint32_t people =
          std::min(std::max(call.wanted, latest->coming), model::people_max);
      if (people > 0) kept.insert(latest->alert);
      if (people > 0 && people != latest->people) {
        plan.there.emplace_back(model::AdjustCall{latest->alert, people, {}});
      }
    }
    if (visitors != call.visitors) plan.here.emplace_back(model::SetVisitors{call.task, visitors});
  }
  for (const auto& [alert, call] : brought) {
    if (!is_going_on(call) || kept.contains(alert)) continue;
    plan.there.emplace_back(model::AdjustCall{alert, 0, taken_back});
  }
  return plan;
}

}  // namespace commune::apps
