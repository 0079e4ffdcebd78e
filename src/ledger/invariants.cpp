#include "ledger/invariants.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

using model::PlaceStatus;
using model::TaskStatus;

// Collects what is broken about one record at a time.
class Report {
 public:
  explicit Report(const State& state) : state_(state) {}

  [[nodiscard]] const State& state() const { return state_; }
  void begin(std::string record) { record_ = std::move(record); }
  void expect(bool holds, std::string_view sentence) {
    if (!holds) broken_.push_back(fmt::format("{}: {}", record_, sentence));
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(broken_); }

 private:
  const State& state_;
  std::string record_;
  std::vector<std::string> broken_;
};

template <class Range, class Projection = std::identity>
bool ascends(const Range& range, Projection projection = {}) {
  return std::ranges::adjacent_find(range, std::ranges::greater_equal{}, projection) == range.end();
}

bool is_near(std::int32_t metres) {
  return metres >= -model::metres_max && metres <= model::metres_max;
}

bool is_name(std::string_view text, std::size_t size_max) {
  return check_text(text, size_max).has_value();
}

void check_people(Report& report) {
  for (const auto& [id, row] : report.state().members()) {
    const model::Member& member = row.record;
    report.begin(model::record_key(member));
    report.expect(id == member.member, "stands under another id");
    report.expect(member.member == model::member_id_of(member.key), "the id is not the key's");
    report.expect(is_name(member.name, model::name_size_max), "the name is empty or too long");
    report.expect(ascends(member.certificates, &model::Certificate::skill),
                  "the certificates do not ascend");
    report.expect(member.certificates.size() <= model::certificates_per_member_max,
                  "too many certificates");
    for (const auto& held : member.certificates) {
      report.expect(report.state().skills().contains(held.skill), "holds an unknown certificate");
    }
  }
  for (const auto& [key, row] : report.state().invitations()) {
    const model::Invitation& invitation = row.record;
    report.begin(model::record_key(invitation));
    report.expect(key == invitation.invitation_key, "stands under another key");
    report.expect(invitation.uses <= invitation.uses_max, "was used more often than it may be");
    report.expect(invitation.uses_max >= 1, "serves nobody");
  }
}

void check_guild(Report& report, const model::Guild& guild) {
  const State& state = report.state();
  report.expect(state.sectors().contains(guild.sector), "its sector is unknown");
  report.expect(is_name(guild.name, model::name_size_max), "the name is empty or too long");
  report.expect(guild.about.size() <= model::about_size_max, "the description is too long");
  report.expect(guild.members.size() <= model::members_per_guild_max, "too many members");
  report.expect(ascends(guild.members), "the members do not ascend");
  report.expect(ascends(guild.stewards), "the stewards do not ascend");
  report.expect(std::ranges::includes(guild.members, guild.stewards),
                "a steward is not a member of the guild");
  for (const model::MemberId& id : guild.members) {
    const model::Member* member = state.members().find(id);
    report.expect(member != nullptr && !member->left, "a member is not in the commune");
  }
}

void check_vocabulary(Report& report) {
  const State& state = report.state();
  for (const auto& [id, row] : state.guilds()) {
    report.begin(model::record_key(row.record));
    report.expect(id == row.record.guild, "stands under another id");
    check_guild(report, row.record);
  }
  for (const auto& [id, row] : state.skills()) {
    const model::Skill& skill = row.record;
    report.begin(model::record_key(skill));
    report.expect(id == skill.skill, "stands under another id");
    report.expect(is_name(skill.name, model::name_size_max), "the name is empty or too long");
    report.expect(skill.sector.empty() || state.sectors().contains(skill.sector),
                  "its sector is unknown");
    report.expect(skill.certified_by.empty() || state.guilds().contains(skill.certified_by),
                  "the guild that certifies it is unknown");
  }
  for (const auto& [id, row] : state.venues()) {
    const model::Venue& venue = row.record;
    report.begin(model::record_key(venue));
    report.expect(id == venue.venue, "stands under another id");
    report.expect(is_name(venue.name, model::name_size_max), "the name is empty or too long");
    report.expect(is_near(venue.x_m) && is_near(venue.y_m), "lies too far away");
  }
}

void check_skill_list(Report& report, const std::vector<model::SkillId>& skills) {
  report.expect(skills.size() <= model::skills_per_list_max, "a list of skills is too long");
  for (const model::SkillId& skill : skills) {
    report.expect(report.state().skills().contains(skill), "a skill is unknown");
  }
}

// What tasks, templates and series have in common.
void check_draft_of(Report& report, const model::TaskDraft& draft) {
  const State& state = report.state();
  report.expect(state.guilds().contains(draft.guild), "its guild is unknown");
  report.expect(state.sectors().contains(draft.sector), "its sector is unknown");
  report.expect(draft.venue.empty() || state.venues().contains(draft.venue),
                "its venue is unknown");
  report.expect(draft.kind.empty() || state.templates().contains(draft.kind),
                "its template is unknown");
  report.expect(is_name(draft.title, model::title_size_max), "the title is empty or too long");
  report.expect(
      draft.why.size() <= model::why_size_max && draft.details.size() <= model::details_size_max,
      "a text is too long");
  report.expect(draft.people_min >= 1 && draft.people_min <= draft.people_max &&
                    draft.people_max <= model::people_max,
                "the numbers of people contradict each other");
  report.expect(draft.trainees_max <= model::trainees_max, "too many trainee places");
  report.expect(draft.diners <= model::diners_max && draft.diners_per_person <= model::diners_max &&
                    (draft.diners == 0 || draft.diners_per_person > 0),
                "the numbers of diners contradict each other");
  report.expect(draft.diners_per_person == 0 || draft.people_min == draft.people_max ||
                    draft.people_min * draft.diners_per_person >= draft.diners,
                "the crew is too small for the table");
  report.expect(draft.minutes <= model::minutes_max, "too many minutes");
  report.expect(draft.importance >= 1 && draft.importance <= model::importance_max,
                "the importance is out of range");
  check_skill_list(report, draft.certificates);
  check_skill_list(report, draft.skills_helpful);
  check_skill_list(report, draft.skills_taught);
}

void check_undated(Report& report, const model::TaskDraft& draft) {
  check_draft_of(report, draft);
  report.expect(!draft.start.is_set() && !draft.end.is_set() && !draft.due.is_set(),
                "a standing draft has dates");
}

void check_place(Report& report, const model::Task& task, const model::Place& place) {
  const bool taken = place.status == PlaceStatus::taken;
  report.expect(!place.participant.is_zero() && !place.nullifier.is_zero(), "a place is nobody's");
  report.expect(taken == (place.minutes == 0), "minutes and being done do not go together");
  report.expect(place.minutes <= model::minutes_max, "a place has too many minutes");
  report.expect(taken || !place.seeking_swap, "a place that is done looks for a swap");
  report.expect(!taken || !place.feedback_given, "feedback came before the work");
  if (place.shown.is_zero()) return;
  const State& state = report.state();
  const model::Member* member = state.members().find(place.shown);
  report.expect(member != nullptr &&
                    place.nullifier ==
                        model::place_nullifier_of(state.commune().chain, task.task, member->key),
                "a place shows the name of somebody else");
}

void check_places(Report& report, const model::Task& task) {
  const auto count = [&](auto&& is_counted) {
    return static_cast<std::size_t>(std::ranges::count_if(task.places, is_counted));
  };
  const auto trainees = count(&model::Place::trainee);
  const auto crew = task.places.size() - trainees;
  const auto told = count(&model::Place::feedback_given);
  // A change of the task may lower the number below those who look for a swap, and they may come
  // after all; nothing else brings more people than were asked for.
  report.expect(crew <= (task.revision == 1 ? task.draft.people_max : model::people_max),
                "more people than places");
  report.expect(trainees <= (task.revision == 1 ? task.draft.trainees_max : model::trainees_max),
                "more trainees than places");
  report.expect(task.guests <= model::guests_max, "too many guests");
  for (auto place = task.places.begin(); place != task.places.end(); ++place) {
    check_place(report, task, *place);
    report.expect(std::none_of(std::next(place), task.places.end(),
                               [&](const model::Place& later) {
                                 return later.nullifier == place->nullifier ||
                                        later.participant == place->participant;
                               }),
                  "one person has two places");
  }
  const model::Feedback& said = task.feedback;
  report.expect(
      std::max({said.enjoyed, said.hard, said.too_long, said.unsafe, said.learned}) <= told &&
          said.notes.size() <= std::min(told, model::notes_per_task_max),
      "more feedback than people who gave it");
}

void check_invited(Report& report, const model::Task& task) {
  const State& state = report.state();
  for (const model::Invited& invited : task.invited) {
    const model::Willing* word = state.willing().find(invited.willing);
    report.expect(
        word != nullptr && std::ranges::count(word->offers, task.task, &model::Offer::task) == 1,
        "somebody is invited who did not offer to come");
    report.expect(std::ranges::count(task.invited, invited.willing, &model::Invited::willing) == 1,
                  "somebody is invited twice");
  }
  report.expect(task.invited.empty() || task.status == TaskStatus::open,
                "people are invited to a task that is not open");
}

void check_times_of(Report& report, const model::Task& task) {
  const model::TaskDraft& draft = task.draft;
  report.expect(draft.start.is_set() == draft.end.is_set(), "half of its times is missing");
  report.expect(task.posted_at <= task.changed_at, "changed before it was posted");
  report.expect(draft.minutes >= 1, "it takes no time");
  if (!draft.start.is_set()) return;
  const std::int64_t length = (draft.end - draft.start).count / 60;
  report.expect(draft.end > draft.start && !draft.due.is_set(), "its times contradict each other");
  report.expect(draft.end - draft.start <= model::task_length_max, "it is too long");
  report.expect(draft.minutes <= std::max<std::int64_t>(1, length),
                "the effort is longer than the task");
}

void check_visitors(Report& report, const model::Task& task) {
  for (auto word = task.visitors.begin(); word != task.visitors.end(); ++word) {
    report.expect(report.state().devices().contains(word->messenger),
                  "its visitors' messenger is unknown");
    report.expect(word->people >= 1 && word->people <= model::people_max, "visitors out of range");
    report.expect(word == task.visitors.begin() || std::prev(word)->messenger < word->messenger,
                  "visitors out of order");
  }
}

void check_task(Report& report, const model::Task& task) {
  check_draft_of(report, task.draft);
  check_times_of(report, task);
  check_places(report, task);
  check_invited(report, task);
  check_visitors(report, task);
  report.expect(task.revision >= 1, "it has no revision");
  report.expect(task.series.is_zero() || report.state().series().contains(task.series),
                "its standing request is unknown");
  if (task.status == TaskStatus::cancelled) {
    report.expect(!task.reason.empty(), "cancelled without a reason");
  }
  if (task.status == TaskStatus::recorded) {
    report.expect(task.places.empty() && task.feedback == model::Feedback{},
                  "recorded work has places");
    report.expect(task.guests <= task.draft.people_max, "more guests than people");
  }
}

void check_work(Report& report) {
  for (const auto& [id, row] : report.state().templates()) {
    report.begin(model::record_key(row.record));
    report.expect(id == row.record.kind, "stands under another id");
    check_undated(report, row.record.draft);
  }
  for (const auto& [id, row] : report.state().series()) {
    const model::Series& series = row.record;
    report.begin(model::record_key(series));
    report.expect(id == series.series, "stands under another id");
    check_undated(report, series.draft);
    report.expect(is_local_time(series.first_local), "its first date is no local time");
    report.expect(series.rule.starts_with("FREQ=") && series.rule.size() <= model::rule_size_max,
                  "its rule is none");
    report.expect(series.length_minutes >= std::max(1U, series.draft.minutes) &&
                      series.length_minutes <= model::minutes_max,
                  "its length is out of range");
    report.expect(series.revision >= 1, "it has no revision");
    report.expect(!series.ended || !series.reason.empty(), "ended without a reason");
  }
  for (const auto& [id, row] : report.state().tasks()) {
    report.begin(model::record_key(row.record));
    report.expect(id == row.record.task, "stands under another id");
    check_task(report, row.record);
  }
}

void check_willing(Report& report, const model::Willing& word) {
  const State& state = report.state();
  report.expect(state.rounds().contains(model::round_of(word.willing)), "its round is unknown");
  report.expect(!word.participant.is_zero(), "it is nobody's");
  report.expect(ascends(word.offers, &model::Offer::task) && ascends(word.kept) &&
                    ascends(word.rooms, &model::SectorRoom::sector),
                "its lists do not ascend");
  report.expect(word.minutes_max <= model::round_minutes_max &&
                    word.places_max <= model::round_places_max &&
                    word.offers.size() <= model::offers_max,
                "more is offered than may be");
  report.expect(word.kept.size() <= word.places_max, "more places than were offered");
  for (const model::Offer& offer : word.offers) {
    report.expect(state.tasks().contains(offer.task), "an offer is for no task");
    report.expect(std::ranges::count(word.kept, offer.task) == 0, "a place is kept and offered");
  }
}

void check_clearing_record(Report& report, const model::Clearing& clearing) {
  const model::ClearedLevels& reached = clearing.reached;
  const model::ClearedLevels& bound = clearing.bound;
  report.expect(report.state().rounds().contains(clearing.round), "its round is unknown");
  report.expect(clearing.number >= 1, "it has no number");
  report.expect(reached.coverage < bound.coverage ||
                    (reached.coverage == bound.coverage && reached.burden >= bound.burden),
                "it is better than its bound");
}

void check_rounds(Report& report) {
  const State& state = report.state();
  for (const auto& [id, row] : state.rounds()) {
    const model::Round& round = row.record;
    report.begin(model::record_key(round));
    report.expect(id == round.round, "stands under another id");
    report.expect(round.closes_at <= round.from && round.closes_at < round.confirm_by &&
                      round.confirm_by <= round.until && round.from < round.until,
                  "its times contradict each other");
    report.expect(state.clearings().contains(id) == (round.clearings > 0),
                  "its clearing is missing, or too much");
    report.expect(!round.stale || round.clearings > 0, "stale before it was shared out");
    std::size_t people = 0;
    for (const auto& entry : state.willing())
      people += model::round_of(entry.first) == id ? 1U : 0U;
    report.expect(people == round.people, "the number of its people is wrong");
  }
  for (const auto& [id, row] : state.willing()) {
    report.begin(model::record_key(row.record));
    report.expect(id == row.record.willing, "stands under another id");
    check_willing(report, row.record);
  }
  for (const auto& [id, row] : state.clearings()) {
    report.begin(model::record_key(row.record));
    check_clearing_record(report, row.record);
  }
}

void check_call(Report& report, const model::Alert& alert) {
  if (alert.neighbour.is_zero()) {
    report.expect(alert.people == 0 && alert.changes == 0 && !alert.start.is_set() &&
                      !alert.end.is_set() && alert.status != model::AlertStatus::withdrawn,
                  "it has what only a neighbour's call has");
    return;
  }
  report.expect(report.state().devices().contains(alert.neighbour), "its neighbour is unknown");
  report.expect(alert.start < alert.end && alert.people >= 1 && alert.people <= model::people_max &&
                    alert.changes <= model::call_changes_max,
                "it says when or how many out of range");
}

void check_alerts(Report& report) {
  const State& state = report.state();
  for (const auto& [key, row] : state.devices()) {
    report.begin(model::record_key(row.record));
    report.expect(key == row.record.key && !key.is_zero(), "stands under another key");
    report.expect(state.guilds().contains(row.record.guild), "its guild is unknown");
    report.expect(is_name(row.record.name, model::name_size_max), "the name is empty or too long");
  }
  for (const auto& [id, row] : state.alerts()) {
    const model::Alert& alert = row.record;
    report.begin(model::record_key(alert));
    report.expect(id == alert.alert, "stands under another id");
    report.expect(state.guilds().contains(alert.guild), "its guild is unknown");
    report.expect(!alert.reporters.empty() && alert.raised_at <= alert.last_at,
                  "nobody has reported it");
    report.expect(state.alerts_by_time().contains({alert.raised_at, id}),
                  "it cannot be found by its time");
    const model::Task* task = state.tasks().find(model::task_of_alert(id));
    const bool is_withdrawn = alert.status == model::AlertStatus::withdrawn;
    report.expect(is_withdrawn
                      ? task == nullptr || task->status == TaskStatus::cancelled
                      : (alert.status == model::AlertStatus::confirmed) == (task != nullptr),
                  "it is a task without having been confirmed, or the other way round");
    report.expect(
        (is_withdrawn || alert.status == model::AlertStatus::dismissed) == !alert.reason.empty(),
        "dismissed without a reason");
    check_call(report, alert);
  }
}

}  // namespace

std::vector<std::string> check_invariants(const State& state) {
  Report report(state);
  report.begin("commune");
  report.expect(!state.commune().keeper.is_zero() && !state.commune().chain.is_zero(),
                "it has no keeper or no chain");
  report.expect(state.guilds().size() <= model::guilds_max &&
                    state.skills().size() <= model::skills_max &&
                    state.venues().size() <= model::venues_max &&
                    state.templates().size() <= model::templates_max &&
                    state.series().size() <= model::series_max,
                "more records of a kind than there may be");
  check_people(report);
  check_vocabulary(report);
  check_work(report);
  check_rounds(report);
  check_alerts(report);
  return report.take();
}

}  // namespace commune::ledger
