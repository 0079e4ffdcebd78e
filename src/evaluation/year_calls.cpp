#include "evaluation/year_calls.h"

#include <algorithm>
#include <utility>

namespace commune::evaluation {
namespace {

constexpr double heard_share = 0.32;  // of pings that somebody hears, accepted on average

// Over all people and parts of the day, for calls of other guilds than theirs and of their own as
// often as these are called.
double fit_scale(const YearWorld& world) {
  double sum = 0;
  double count = 0;
  for (const CallPerson& person : world.callers) {
    for (const YearKind& kind : world.kinds) {
      for (const std::int64_t hour : {9, 14, 19}) {
        UrgentCall call;
        call.guild = kind.guild;
        sum += readiness_for(person, call, hour * 60);
        ++count;
      }
    }
  }
  return heard_share * count / sum;
}

}  // namespace

YearCalls::YearCalls(const YearWorld& world)
    : world_(world), devices_(world.callers, fit_scale(world)) {}

std::uint64_t YearCalls::answer(Sheet& sheet, const Gap& gap, std::int64_t minute,
                                recommend::Call& call) {
  std::ranges::sort(yes_, {}, [](const Yes& yes) { return std::pair(yes.minute, yes.slot); });
  std::size_t said = 0;
  for (; said < yes_.size() && yes_[said].minute <= minute; ++said) {
    const Yes& yes = yes_[said];
    devices_.count_answer(yes.slot, yes.minute);
    const std::int64_t there = yes.minute + world_.callers[yes.slot].minutes_away;
    const bool is_in_time = there <= gap.needed_minute;
    if (call.accepted == call.places || !is_in_time || !sheet.fits(yes.slot, gap.task)) continue;
    sheet.put(yes.slot, gap.task);
    ++call.accepted;
  }
  yes_.erase(yes_.begin(), yes_.begin() + static_cast<std::ptrdiff_t>(said));
  return said;
}

void YearCalls::call(const Week& week, Sheet& sheet, const Gap& gap) {
  const YearTask& task = week.tasks()[gap.task];
  const YearKind& kind = world_.kinds[task.kind];
  const std::size_t present = sheet.people_in(gap.task).size();
  if (present >= task.people_min || gap.raised_minute >= gap.needed_minute) return;
  ++calls_;
  UrgentCall urgent;
  urgent.guild = kind.guild;
  urgent.urgency = gap.urgency;
  recommend::CallRecord& record =
      records_[kind.required.any() ? 1 : 0][static_cast<std::size_t>(gap.urgency)];
  recommend::Call call{.raised_at = time_of(gap.raised_minute),
                       .needed_by = time_of(gap.needed_minute),
                       .urgency = gap.urgency,
                       .places = task.people_min - static_cast<std::uint32_t>(present),
                       .acceptance_permille = recommend::pooled_acceptance_permille(record)};
  for (std::size_t slot = 0; slot < week.people(); ++slot) {
    if ((week.person(slot).certificates & kind.required) != kind.required) continue;
    for (auto r = static_cast<std::size_t>(ring_of(world_.callers[slot], urgent));
         r < recommend::rings; ++r)
      ++call.people_within[r];
  }
  std::vector<bool> has_rung(week.people(), false);
  yes_.clear();
  std::uint64_t intended = 0;
  const std::int64_t wave = (recommend::wave_length(call).count + 59) / 60;
  const std::uint64_t key = (week.key(gap.task) << 2U) | static_cast<std::uint64_t>(gap.urgency);
  for (std::int64_t minute = gap.raised_minute; minute < gap.needed_minute; minute += wave) {
    record.accepted += answer(sheet, gap, minute, call);
    if (call.accepted == call.places) break;
    intended = std::max(intended, recommend::counted_rings(call, time_of(minute)));
    for (std::uint32_t slot = 0; slot < week.people(); ++slot) {
      const bool is_gone = std::ranges::find(gap.gone, slot) != gap.gone.end();
      const CallDevices::Asked asked{!is_gone && sheet.fits(slot, gap.task), has_rung[slot]};
      if (!asked.is_able) continue;
      const std::uint64_t own =
          core::Random(world_.seed + (std::uint64_t{slot} << 40U) + key).next();
      const recommend::Listener listener = devices_.listener(slot, urgent, minute, asked);
      if (!recommend::decide(call, listener, time_of(minute), own).rings) continue;
      has_rung[slot] = true;
      const auto at = devices_.ping(slot, urgent, minute, luck_of(world_.seed, slot, key));
      if (at) yes_.push_back({*at, slot});
    }
  }
  record.accepted += answer(sheet, gap, gap.needed_minute, call);
  record.intended += intended;
  if (call.accepted == call.places) ++filled_;
}

std::uint64_t YearCalls::pings() const {
  std::uint64_t sum = 0;
  for (const std::vector<std::int64_t>& pings : devices_.pings()) sum += pings.size();
  return sum;
}

std::uint64_t YearCalls::pings_above_budget() const {
  std::uint64_t sum = 0;
  for (std::size_t slot = 0; slot < devices_.pings().size(); ++slot) {
    std::vector<std::int64_t> pings = devices_.pings()[slot];
    std::ranges::sort(pings);
    sum += pings_above(pings, world_.callers[slot].budget);
  }
  return sum;
}

}  // namespace commune::evaluation
