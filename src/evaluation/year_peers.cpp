#include "evaluation/year_peers.h"

#include <utility>
#include <vector>

namespace commune::evaluation {
namespace {

constexpr double hand_back_chance = 0.07;

void pick(const Week& week, Sheet& sheet, std::uint64_t pass, bool has_storm) {
  for (const std::uint32_t slot : shuffled_people(week, pass)) {
    for (const std::uint32_t task : week.wishes[slot].willing) {
      if (sheet.minutes_of(slot) >= week.person(slot).wished_minutes) break;
      if (!week.tasks()[task].is_planned() && !has_storm) continue;
      if (draw(week.world, Luck::hands_back, slot, week.key(task)) < hand_back_chance && has_storm)
        continue;  // handed it back, and would again
      if (sheet.fits(slot, task)) sheet.put(slot, task);
    }
  }
}

// The board has trainee's places too.
void pick_to_learn(const Week& week, Sheet& sheet) {
  for (const std::uint32_t slot : shuffled_people(week, 4)) {
    for (const std::uint32_t task : week.wishes[slot].to_learn) {
      if (sheet.minutes_of(slot) >= week.person(slot).wished_minutes) break;
      if (!sheet.people_in(task).empty() && sheet.fits_trainee(slot, task))
        sheet.put_trainee(slot, task);
    }
  }
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> hand_back(const Week& week, Sheet& sheet) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> given_back;
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    const std::vector<std::uint32_t> people = sheet.people_in(task);
    for (const std::uint32_t slot : people) {
      if (draw(week.world, Luck::hands_back, slot, week.key(task)) >= hand_back_chance) continue;
      sheet.remove(slot, task);
      given_back.emplace_back(slot, task);
    }
  }
  return given_back;
}

}  // namespace

Sheet share_by_choice(const Week& week) {
  Sheet sheet(week);
  pick(week, sheet, 1, false);
  hand_back(week, sheet);
  pick(week, sheet, 2, true);
  pick_to_learn(week, sheet);
  return sheet;
}

void Rota::fill(const Week& week, Sheet& sheet, std::uint32_t task, std::uint32_t place) {
  const YearTask& what = week.tasks()[task];
  const Post post{what.kind, what.begin_minute % week_minutes, place};
  const auto owner = owners_.find(post);
  if (owner != owners_.end() && what.is_planned() && sheet.fits(owner->second, task))
    return sheet.put(owner->second, task);
  const auto people = static_cast<std::uint32_t>(week.people());
  for (std::uint32_t i = 0; i < people; ++i) {
    const std::uint32_t slot = (turn_ + i) % people;
    if (!sheet.fits(slot, task)) continue;
    turn_ = (slot + 1) % people;
    sheet.put(slot, task);
    if (owner == owners_.end() && what.is_planned()) owners_.emplace(post, slot);
    return;
  }
}

Sheet Rota::share(const Week& week) {
  Sheet sheet(week);
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    for (std::uint32_t place = 0; place < week.tasks()[task].people_min; ++place)
      fill(week, sheet, task, place);
  }
  for (const auto& [gone, task] : hand_back(week, sheet)) {
    const auto people = static_cast<std::uint32_t>(week.people());
    for (std::uint32_t i = 0; i < people; ++i) {
      const std::uint32_t slot = (turn_ + i) % people;
      if (slot == gone || !sheet.fits(slot, task)) continue;
      turn_ = (slot + 1) % people;
      sheet.put(slot, task);
      break;
    }
  }
  return sheet;
}

}  // namespace commune::evaluation
