#include "evaluation/year_calls.h"

#include <algorithm>
#include <span>
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

std::vector<CallPerson> people_reached(const YearWorld& world, YearCalls::Reach reach) {
  std::vector<CallPerson> people = world.callers;
  if (reach == YearCalls::Reach::neighbours)
    people.insert(people.end(), world.neighbours.begin(), world.neighbours.end());
  return people;
}

std::uint64_t count_pings(std::span<const std::vector<std::int64_t>> by_person) {
  std::uint64_t sum = 0;
  for (const std::vector<std::int64_t>& pings : by_person) sum += pings.size();
  return sum;
}

}  // namespace

YearCalls::YearCalls(const YearWorld& world, Reach reach)
    : world_(world), people_(people_reached(world, reach)), devices_(people_, fit_scale(world)) {}

bool YearCalls::has_certificates(const Week& week, const Gap& gap, std::uint32_t person) const {
  const Certificates& required = world_.kinds[week.tasks()[gap.task].kind].required;
  return person < week.people() ? (week.person(person).certificates & required) == required
                                : people_[person].is_certified || required.none();
}

bool YearCalls::is_able(const Week& week, const Sheet& sheet, const Gap& gap,
                        std::uint32_t person) const {
  if (std::ranges::find(gap.gone, person) != gap.gone.end()) return false;
  if (person < week.people()) return sheet.fits(person, gap.task);
  return has_certificates(week, gap, person) &&
         sheet.people_and_neighbours_in(gap.task) < week.tasks()[gap.task].people_max;
}

std::uint64_t YearCalls::answer(const Week& week, Sheet& sheet, const Gap& gap, std::int64_t minute,
                                recommend::Call& call) {
  std::ranges::sort(yes_, {}, [](const Yes& yes) { return std::pair(yes.minute, yes.person); });
  std::size_t said = 0;
  for (; said < yes_.size() && yes_[said].minute <= minute; ++said) {
    const Yes& yes = yes_[said];
    devices_.count_answer(yes.person, yes.minute);
    const std::int64_t there = yes.minute + people_[yes.person].minutes_away;
    const bool is_in_time = there <= gap.needed_minute;
    if (call.accepted == call.places || !is_in_time || !is_able(week, sheet, gap, yes.person))
      continue;
    if (yes.person < week.people()) {
      sheet.put(yes.person, gap.task);
    } else {
      sheet.put_neighbour(gap.task);
      ++filled_by_neighbours_;
    }
    ++call.accepted;
  }
  yes_.erase(yes_.begin(), yes_.begin() + static_cast<std::ptrdiff_t>(said));
  return said;
}

void YearCalls::call(const Week& week, Sheet& sheet, const Gap& gap) {
  const YearTask& task = week.tasks()[gap.task];
  const YearKind& kind = world_.kinds[task.kind];
  const std::size_t present = sheet.people_and_neighbours_in(gap.task);
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
  for (std::uint32_t person = 0; person < people_.size(); ++person) {
    if (!has_certificates(week, gap, person)) continue;
    for (auto r = static_cast<std::size_t>(ring_of(people_[person], urgent)); r < recommend::rings;
         ++r)
      ++call.people_within[r];
  }
  std::vector<bool> has_rung(people_.size(), false);
  yes_.clear();
  std::uint64_t intended = 0;
  const std::int64_t wave = (recommend::wave_length(call).count + 59) / 60;
  const std::uint64_t key = (week.key(gap.task) << 2U) | static_cast<std::uint64_t>(gap.urgency);
  for (std::int64_t minute = gap.raised_minute; minute < gap.needed_minute; minute += wave) {
    record.accepted += answer(week, sheet, gap, minute, call);
    if (call.accepted == call.places) break;
    intended = std::max(intended, recommend::counted_rings(call, time_of(minute)));
    for (std::uint32_t person = 0; person < people_.size(); ++person) {
      const CallDevices::Asked asked{is_able(week, sheet, gap, person), has_rung[person]};
      if (!asked.is_able) continue;
      const std::uint64_t own =
          core::Random(world_.seed + (std::uint64_t{person} << 40U) + key).next();
      const recommend::Listener listener = devices_.listener(person, urgent, minute, asked);
      if (!recommend::decide(call, listener, time_of(minute), own).rings) continue;
      has_rung[person] = true;
      const auto at = devices_.ping(person, urgent, minute, luck_of(world_.seed, person, key));
      if (at) yes_.push_back({*at, person});
    }
  }
  record.accepted += answer(week, sheet, gap, gap.needed_minute, call);
  record.intended += intended;
  if (call.accepted == call.places) ++filled_;
}

std::uint64_t YearCalls::pings() const {
  return count_pings(std::span(devices_.pings()).first(world_.callers.size()));
}

std::uint64_t YearCalls::pings_of_neighbours() const {
  return count_pings(std::span(devices_.pings()).subspan(world_.callers.size()));
}

std::uint64_t YearCalls::pings_above_budget() const {
  std::uint64_t sum = 0;
  for (std::size_t person = 0; person < people_.size(); ++person) {
    std::vector<std::int64_t> pings = devices_.pings()[person];
    std::ranges::sort(pings);
    sum += pings_above(pings, people_[person].budget);
  }
  return sum;
}

}  // namespace commune::evaluation
