#include "gateway/clearing_summary.h"

#include <utility>

#include "clearing/crew.h"
#include "clearing/shortage.h"
#include "exchange/clearing_record.h"

namespace commune::gateway {
namespace {

constexpr std::size_t kept_max = 50;  // rounds: more than a list of them shows

ClearingSummary summary_of(const model::Clearing& clearing) {
  ClearingSummary summary{.number = clearing.number};
  const auto made = exchange::rebuild_clearing(clearing);
  if (!made) return summary;
  summary.is_optimal = made->cleared.verdict.is_optimal();
  const clearing::Crew crew(made->round, made->cleared.assignment);
  for (const clearing::Shortage& shortage : clearing::find_shortages(crew)) {
    ShortageView view{.places_needed = shortage.places_needed,
                      .places_covered = shortage.places_covered,
                      .people_offering = shortage.people_offering,
                      .required = shortage.required};
    for (const std::uint32_t task : shortage.tasks)
      view.tasks.push_back(made->round.instance().tasks[task].id);
    summary.shortages.push_back(std::move(view));
  }
  return summary;
}

}  // namespace

std::shared_ptr<const ClearingSummary> ClearingSummaries::find(
    const model::Clearing& clearing) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(clearing.round);
  const bool is_this = found != kept_.end() && found->second->number == clearing.number;
  return is_this ? found->second : nullptr;
}

bool ClearingSummaries::has(const model::Clearing& clearing) const {
  return find(clearing) != nullptr;
}

std::shared_ptr<const ClearingSummary> ClearingSummaries::of(
    const model::Clearing& clearing) const {
  if (auto known = find(clearing)) return known;
  auto made = std::make_shared<const ClearingSummary>(summary_of(clearing));
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kept_max) kept_.clear();
  kept_[clearing.round] = made;
  return made;
}

}  // namespace commune::gateway
