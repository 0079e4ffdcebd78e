#include "evaluation/year_growth.h"

#include <algorithm>
#include <string>

#include "core/check.h"
#include "evaluation/year_life.h"

namespace commune::evaluation {
namespace {

model::SkillId name_of(std::size_t certificate) {
  const auto name = model::SkillId::parse("certificate-" + std::to_string(certificate));
  CHECK(name.has_value());
  return *name;
}

std::vector<model::SkillId> names_of(const Certificates& certificates) {
  std::vector<model::SkillId> names;
  for (std::size_t i = 0; i < certificates.size(); ++i) {
    if (certificates[i]) names.push_back(name_of(i));
  }
  return names;
}

bool has_teacher(const Week& week, const Sheet& sheet, std::uint32_t task) {
  return std::ranges::any_of(sheet.people_in(task),
                             [&](std::uint32_t slot) { return !will_miss(week, slot, task); });
}

}  // namespace

std::span<const Certificates> YearGrowth::learnt(std::uint32_t week) {
  for (std::size_t slot = 0; slot < people_.size(); ++slot) {
    const std::uint32_t joined = world_.joined_week(slot, week);
    if (people_[slot].joined_week == joined) continue;
    people_[slot] = {.joined_week = joined, .finished = {}};
    learnt_[slot].reset();
  }
  return learnt_;
}

void YearGrowth::learn(const Week& week, const Sheet& sheet) {
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    const YearTask& what = week.tasks()[task];
    if (sheet.trainees_in(task).empty() || !has_teacher(week, sheet, task)) continue;
    for (const std::uint32_t slot : sheet.trainees_in(task)) {
      if (will_miss(week, slot, task)) continue;
      ++places_;
      people_[slot].finished.push_back({.skills_taught = names_of(world_.kinds[what.kind].required),
                                        .ended = {what.end_minute * 60},
                                        .minutes = static_cast<std::uint32_t>(what.minutes),
                                        .trainee = true,
                                        .learnt_something = false});
      certify(slot, week.certificates[slot]);
    }
  }
}

void YearGrowth::certify(std::uint32_t slot, const Certificates& held) {
  const std::vector<model::SkillId> settled = names_of(held | learnt_[slot]);
  for (const recommend::SkillProposal& proposal :
       recommend::propose_skills(people_[slot].finished, settled)) {
    if (proposal.minutes < certified_after_minutes) continue;
    for (std::size_t i = 0; i < certificates_max; ++i) {
      if (name_of(i) == proposal.skill) learnt_[slot].set(i);
    }
    ++certified_;
  }
}

}  // namespace commune::evaluation
