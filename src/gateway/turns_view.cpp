#include "gateway/turns_view.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "calendar/period.h"
#include "clearing/hard_to_fill.h"
#include "ledger/rules.h"

namespace commune::gateway {
namespace {

using Months = std::map<core::Time, clearing::MonthOfWork>;  // by their beginning

// The months before `now`, from the first with such work on.
std::map<model::TemplateId, Months> months_by_kind(const ledger::State& state,
                                                   const calendar::Zone& zone, core::Time now) {
  const calendar::Period current = calendar::period_at(zone, calendar::PeriodKind::month, now);
  std::map<model::TemplateId, Months> kinds;
  calendar::Period month = current;
  for (const auto& [id, row] : state.tasks()) {
    const model::Task& task = row.record;
    const model::TaskDraft& draft = task.draft;
    if (task.status != model::TaskStatus::open || draft.kind.empty() || !draft.start.is_set() ||
        draft.start >= current.from)
      continue;
    if (!month.contains(draft.start))
      month = calendar::period_at(zone, calendar::PeriodKind::month, draft.start);
    clearing::MonthOfWork& work = kinds[draft.kind][month.from];
    const std::uint32_t people = ledger::regular_places(task) + task.guests;
    work.places_needed += draft.people_min;
    work.places_open += draft.people_min - std::min(draft.people_min, people);
  }
  return kinds;
}

bool holds(const model::Member& member, const std::vector<model::SkillId>& certificates) {
  return std::ranges::all_of(certificates, [&](const model::SkillId& skill) {
    return std::ranges::find(member.certificates, skill, &model::Certificate::skill) !=
           member.certificates.end();
  });
}

// All who had joined by then and hold what the work requires. Who has left since, or whose
// certificate has run out, is counted too: the ledger does not say when somebody left, and a month
// that is over must not come out otherwise because somebody leaves later. It does not say either
// since when a certificate is held: a new one moves the window on at once.
std::uint64_t people_at(const ledger::State& state, core::Time time,
                        const std::vector<model::SkillId>& certificates) {
  return static_cast<std::uint64_t>(std::ranges::count_if(state.members(), [&](const auto& entry) {
    const model::Member& member = entry.second.record;
    return member.joined_at < time && holds(member, certificates);
  }));
}

std::vector<model::SkillId> certificates_of(const ledger::State& state,
                                            const model::TemplateId& kind) {
  const model::Template* found = state.templates().find(kind);
  return found == nullptr ? std::vector<model::SkillId>{} : found->draft.certificates;
}

}  // namespace

void write_turns(JsonWriter& json, const ledger::State& state, const calendar::Zone& zone,
                 core::Time now) {
  const core::Time last_month =
      calendar::previous_period(zone, calendar::period_at(zone, calendar::PeriodKind::month, now))
          .from;
  std::map<std::pair<core::Time, std::vector<model::SkillId>>, std::uint64_t> people;
  json.key("hard_to_fill").begin_array();
  for (const auto& [kind, months] : months_by_kind(state, zone, now)) {
    const auto last = months.find(last_month);
    if (last == months.end() || !clearing::is_hard_to_fill(last->second)) continue;
    const std::vector<model::SkillId> certificates = certificates_of(state, kind);
    clearing::TurnWindow window;
    for (const auto& [begin, work] : months) {
      const auto [entry, is_new] = people.try_emplace({begin, certificates}, 0);
      if (is_new)
        entry->second = people_at(
            state, calendar::period_at(zone, calendar::PeriodKind::month, begin).to, certificates);
      window = clearing::next_window(window, work, entry->second);
    }
    json.begin_object()
        .field("template", kind.text())
        .field("places_needed", last->second.places_needed)
        .field("places_open", last->second.places_open)
        .field("begin", window.begin)
        .field("end", window.end)
        .end_object();
  }
  json.end_array();
}

}  // namespace commune::gateway
