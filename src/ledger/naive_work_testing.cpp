// The naive ledger's tasks, standing requests and places.
#include <algorithm>

#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

using model::PlaceStatus;
using model::TaskStatus;

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;

bool has_words(const std::string& text) {
  return text.find_first_not_of(" \t\n") != std::string::npos;
}

std::optional<Rejection> reason_trouble(const std::string& reason) {
  if (!has_words(reason)) return Rejection::reason_missing;
  if (reason.size() > 500) return Rejection::text_too_long;
  return std::nullopt;
}

core::Bytes joined(std::initializer_list<core::ByteView> parts) {
  core::Bytes bytes;
  for (const auto part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

// "2026-03-29T18:00" and a date that exists.
bool is_wall_clock(const std::string& text) {
  if (text.size() != 16) return false;
  const std::string marks = "....-..-..T..:..";
  for (std::size_t i = 0; i < 16; ++i) {
    if (marks[i] == '.' ? (text[i] < '0' || text[i] > '9') : text[i] != marks[i]) return false;
  }
  const int year = std::stoi(text.substr(0, 4));
  const int month = std::stoi(text.substr(5, 2));
  const int date = std::stoi(text.substr(8, 2));
  if (year < 1970 || month < 1 || month > 12 || date < 1) return false;
  int last = 31;
  if (month == 4 || month == 6 || month == 9 || month == 11) last = 30;
  if (month == 2) last = (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)) ? 29 : 28;
  return date <= last && text.substr(11, 2) <= "23" && text.substr(14, 2) <= "59";
}

int going(const model::Task& task) {  // crew that stays, and guests
  int count = static_cast<int>(task.guests);
  for (const auto& place : task.places) count += !place.trainee && !place.seeking_swap ? 1 : 0;
  return count;
}

int learners(const model::Task& task) {
  int count = 0;
  for (const auto& place : task.places) count += place.trainee && !place.seeking_swap ? 1 : 0;
  return count;
}

bool has_ended(const model::Task& task, std::int64_t now) {
  return task.draft.end.seconds != 0 && task.draft.end.seconds <= now;
}

}  // namespace

model::Nullifier NaiveLedger::my_mark_on(const model::TaskId& task) const {
  const core::Bytes zero{0};
  const auto bytes = joined(
      {core::as_bytes("commune/place/v1"), zero, chain_.view(), task.view(), command_->key.view()});
  return *model::Nullifier::from(core::sha256(bytes).view().first(16));
}

bool NaiveLedger::is_known(const model::TaskId& id) {
  return look_for<model::Task>(id) != nullptr ||
         look_for<model::Alert>(*model::AlertId::parse(id.hex())) != nullptr;
}

NaiveLedger::Answer NaiveLedger::poster_trouble(const model::GuildId& guild) {
  if (look_for<model::Guild>(guild) == nullptr) return Rejection::guild_unknown;
  if (!is_keeper() && !i_am_in(guild)) return Rejection::not_in_guild;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::words_trouble(const model::TaskDraft& draft) {
  if (!draft.sector.empty() && look_for<model::Sector>(draft.sector) == nullptr) {
    return Rejection::sector_unknown;
  }
  if (!has_words(draft.title)) return Rejection::text_missing;
  if (draft.title.size() > 120 || draft.why.size() > 500 || draft.details.size() > 4000) {
    return Rejection::text_too_long;
  }
  if (!draft.venue.empty() && look_for<model::Venue>(draft.venue) == nullptr) {
    return Rejection::venue_unknown;
  }
  if (!draft.kind.empty() && look_for<model::Template>(draft.kind) == nullptr) {
    return Rejection::template_unknown;
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::hours_trouble(const model::TaskDraft& draft, bool may_have_times) {
  const std::int64_t start = draft.start.seconds;
  const std::int64_t end = draft.end.seconds;
  if (!may_have_times) {
    if (start != 0 || end != 0 || draft.due.seconds != 0) return Rejection::draft_has_times;
    if (draft.minutes > 24 * 60) return Rejection::minutes_out_of_range;
    return std::nullopt;
  }
  const bool open_ended = start == 0 && end == 0;
  if (!open_ended) {
    if (start == 0 || end == 0 || draft.due.seconds != 0 || start >= end) {
      return Rejection::times_contradictory;
    }
    if (end - start > 14 * day) return Rejection::times_too_long;
    if (draft.minutes > (end - start) / 60) return Rejection::minutes_out_of_range;
  }
  if (draft.minutes > 24 * 60) return Rejection::minutes_out_of_range;
  if (open_ended && draft.minutes == 0) return Rejection::minutes_out_of_range;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::skills_trouble(const model::TaskDraft& draft) {
  for (const auto* list : {&draft.certificates, &draft.skills_helpful, &draft.skills_taught}) {
    if (list->size() > 12) return Rejection::limit_reached;
    for (const auto& skill : *list) {
      if (look_for<model::Skill>(skill) == nullptr) return Rejection::skill_unknown;
    }
  }
  for (const auto& skill : draft.certificates) {
    if (look_for<model::Skill>(skill)->certified_by.empty()) return Rejection::not_a_certificate;
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::draft_trouble(const model::TaskDraft& draft, bool may_have_times) {
  if (const Answer trouble = words_trouble(draft)) return trouble;
  if (const Answer trouble = hours_trouble(draft, may_have_times)) return trouble;
  if (draft.people_min == 0 || draft.people_max > 500 || draft.people_max < draft.people_min) {
    return Rejection::people_out_of_range;
  }
  if (draft.trainees_max > 50) return Rejection::trainees_out_of_range;
  const bool is_table = draft.diners_per_person != 0;
  if (draft.diners > 10'000 || draft.diners_per_person > 10'000 || (!is_table && draft.diners)) {
    return Rejection::diners_out_of_range;
  }
  if (const Answer trouble = skills_trouble(draft)) return trouble;
  if (draft.importance == 0 || draft.importance > 3) return Rejection::importance_out_of_range;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::date_trouble(const model::TaskDraft& draft) {
  const std::int64_t last = draft.end.seconds != 0 ? draft.end.seconds : draft.due.seconds;
  if (last == 0) return std::nullopt;
  if (last <= now_ && !is_keeper()) return Rejection::times_in_past;
  if (last - now_ > 3 * 366 * day) return Rejection::times_too_far;
  return std::nullopt;
}

model::TaskDraft NaiveLedger::filled_in(model::TaskDraft draft) {
  if (draft.sector.empty()) draft.sector = look_for<model::Guild>(draft.guild)->sector;
  if (draft.start.seconds != 0 && draft.minutes == 0) {
    const std::int64_t minutes = (draft.end.seconds - draft.start.seconds) / 60;
    draft.minutes = minutes < 1 ? 1 : minutes > 1440 ? 1440 : static_cast<std::uint32_t>(minutes);
  }
  if (draft.diners_per_person != 0) {
    draft.people_min = 1;
    while (draft.people_min < draft.people_max &&
           draft.people_min * draft.diners_per_person < draft.diners) {
      ++draft.people_min;
    }
  }
  return draft;
}

NaiveLedger::Answer NaiveLedger::open_task_trouble(const model::TaskId& id) {
  const auto* task = look_for<model::Task>(id);
  if (task == nullptr) return Rejection::task_unknown;
  if (task->status == TaskStatus::cancelled) return Rejection::task_cancelled;
  if (task->status == TaskStatus::recorded) return Rejection::task_recorded;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PostTask& command) {
  if (const Answer trouble = poster_trouble(command.draft.guild)) return trouble;
  if (command.task == model::TaskId{}) return Rejection::task_unknown;
  if (is_known(command.task)) return Rejection::task_exists;
  if (const Answer trouble = draft_trouble(command.draft, true)) return trouble;
  if (const Answer trouble = date_trouble(command.draft)) return trouble;
  model::Task task;
  task.task = command.task;
  task.draft = filled_in(command.draft);
  task.revision = 1;
  task.posted_at = task.changed_at = {now_};
  records_.emplace_back(task);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ChangeTask& command) {
  if (const Answer trouble = open_task_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (const Answer trouble = poster_trouble(task->draft.guild)) return trouble;
  if (task->draft.guild != command.draft.guild) return Rejection::not_in_guild;
  if (task->revision != command.revision) return Rejection::revision_stale;
  if (has_ended(*task, now_)) return Rejection::task_over;
  if (const Answer trouble = draft_trouble(command.draft, true)) return trouble;
  if (const Answer trouble = date_trouble(command.draft)) return trouble;
  if (going(*task) > static_cast<int>(command.draft.people_max) ||
      learners(*task) > static_cast<int>(command.draft.trainees_max)) {
    return Rejection::people_below_taken;
  }
  if (const Answer trouble = reason_trouble(command.reason)) return trouble;
  const bool moved = task->draft.start.seconds != command.draft.start.seconds ||
                     task->draft.end.seconds != command.draft.end.seconds;
  const model::TaskDraft wanted = filled_in(command.draft);
  const bool larger = wanted.people_min > task->draft.people_min ||
                      wanted.people_max > task->draft.people_max ||
                      wanted.trainees_max > task->draft.trainees_max;
  if (moved || larger) share_again_around(*task);
  if (moved) task->invited.clear();
  task->draft = wanted;
  ++task->revision;
  task->changed_at = {now_};
  task->reason = command.reason;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::CancelTask& command) {
  if (const Answer trouble = open_task_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (const Answer trouble = poster_trouble(task->draft.guild)) return trouble;
  if (has_ended(*task, now_)) return Rejection::task_over;
  if (const Answer trouble = reason_trouble(command.reason)) return trouble;
  share_again_around(*task);
  task->invited.clear();
  task->status = TaskStatus::cancelled;
  ++task->revision;
  task->changed_at = {now_};
  task->reason = command.reason;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RecordUnasked& command) {
  if (look_for<model::Guild>(command.guild) == nullptr) return Rejection::guild_unknown;
  if (!command.sector.empty() && look_for<model::Sector>(command.sector) == nullptr) {
    return Rejection::sector_unknown;
  }
  if (command.task == model::TaskId{}) return Rejection::task_unknown;
  if (is_known(command.task)) return Rejection::task_exists;
  if (!has_words(command.title)) return Rejection::text_missing;
  if (command.title.size() > 120) return Rejection::text_too_long;
  const std::int64_t ago = now_ - command.start.seconds;
  if (ago < 0 || ago > 60 * day) return Rejection::record_out_of_range;
  if (command.minutes == 0 || command.minutes > 1440) return Rejection::minutes_out_of_range;
  if (60 * std::int64_t{command.minutes} - ago > 3'600) return Rejection::record_out_of_range;
  if (command.people == 0 || command.people > 500) return Rejection::people_out_of_range;
  if (command.guests > command.people) return Rejection::guests_out_of_range;
  model::Task task;
  task.task = command.task;
  task.draft.guild = command.guild;
  task.draft.sector = command.sector;
  task.draft.title = command.title;
  task.draft.start = command.start;
  task.draft.end = {command.start.seconds + 60 * std::int64_t{command.minutes}};
  task.draft.minutes = command.minutes;
  task.draft.people_min = task.draft.people_max = command.people;
  task.draft.importance = 1;
  task.draft = filled_in(task.draft);
  task.status = TaskStatus::recorded;
  task.revision = 1;
  task.posted_at = task.changed_at = {now_};
  task.guests = command.guests;
  records_.emplace_back(task);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::SetGuests& command) {
  if (const Answer trouble = open_task_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (const Answer trouble = poster_trouble(task->draft.guild)) return trouble;
  if (command.guests > 500) return Rejection::guests_out_of_range;
  if (task->guests > command.guests) share_again_around(*task);
  task->guests = command.guests;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ConfirmDone& command) {
  const auto* task = look_for<model::Task>(command.task);
  if (task == nullptr) return Rejection::task_unknown;
  if (task->status == TaskStatus::recorded) return Rejection::task_recorded;
  int others = 0;
  int mine = 0;
  for (auto& place : look_for<model::Task>(command.task)->places) {
    if (place.status != PlaceStatus::done) continue;
    if (place.nullifier == my_mark_on(command.task)) {
      ++mine;
    } else {
      place.status = PlaceStatus::confirmed;
      ++others;
    }
  }
  if (others > 0) return std::nullopt;
  return mine > 0 ? Rejection::own_work : Rejection::nothing_to_confirm;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PutTemplate& command) {
  if (const Answer trouble = poster_trouble(command.draft.guild)) return trouble;
  if (command.kind.empty()) return Rejection::text_missing;
  auto* known = look_for<model::Template>(command.kind);
  if (known != nullptr && known->draft.guild != command.draft.guild) return Rejection::not_in_guild;
  if (known == nullptr) {
    const auto count = std::count_if(records_.begin(), records_.end(), [](const auto& record) {
      return std::holds_alternative<model::Template>(record);
    });
    if (count >= 10'000) return Rejection::limit_reached;
  }
  if (const Answer trouble = draft_trouble(command.draft, false)) return trouble;
  const model::Template put{command.kind, filled_in(command.draft), false};
  if (known != nullptr) {
    *known = put;
  } else {
    records_.emplace_back(put);
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RemoveTemplate& command) {
  auto* known = look_for<model::Template>(command.kind);
  if (known == nullptr || known->removed) return Rejection::template_unknown;
  if (const Answer trouble = poster_trouble(known->draft.guild)) return trouble;
  known->removed = true;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::standing_trouble(const model::TaskDraft& draft,
                                                  const std::string& first_local,
                                                  const std::string& rule,
                                                  std::uint32_t length_minutes) {
  if (const Answer trouble = draft_trouble(draft, false)) return trouble;
  if (!is_wall_clock(first_local)) return Rejection::local_time_malformed;
  const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,+-:";
  if (rule.substr(0, 5) != "FREQ=" || rule.size() > 400 ||
      rule.find_first_not_of(letters) != std::string::npos) {
    return Rejection::rule_malformed;
  }
  if (length_minutes == 0 || length_minutes > 1440 || length_minutes < draft.minutes) {
    return Rejection::minutes_out_of_range;
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::running_trouble(const model::SeriesId& id) {
  const auto* series = look_for<model::Series>(id);
  if (series == nullptr) return Rejection::series_unknown;
  if (const Answer trouble = poster_trouble(series->draft.guild)) return trouble;
  if (series->ended) return Rejection::series_ended;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PostSeries& command) {
  if (const Answer trouble = poster_trouble(command.draft.guild)) return trouble;
  if (command.series == model::SeriesId{}) return Rejection::series_unknown;
  if (look_for<model::Series>(command.series) != nullptr) return Rejection::series_exists;
  if (const Answer trouble = standing_trouble(command.draft, command.first_local, command.rule,
                                              command.length_minutes)) {
    return trouble;
  }
  records_.emplace_back(model::Series{command.series, filled_in(command.draft), command.first_local,
                                      command.rule, command.length_minutes, 1, false, ""});
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ChangeSeries& command) {
  if (const Answer trouble = running_trouble(command.series)) return trouble;
  auto* series = look_for<model::Series>(command.series);
  if (series->draft.guild != command.draft.guild) return Rejection::not_in_guild;
  if (series->revision != command.revision) return Rejection::revision_stale;
  if (const Answer trouble = standing_trouble(command.draft, command.first_local, command.rule,
                                              command.length_minutes)) {
    return trouble;
  }
  if (const Answer trouble = reason_trouble(command.reason)) return trouble;
  *series = {command.series,
             filled_in(command.draft),
             command.first_local,
             command.rule,
             command.length_minutes,
             series->revision + 1,
             false,
             command.reason};
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::EndSeries& command) {
  if (const Answer trouble = running_trouble(command.series)) return trouble;
  if (const Answer trouble = reason_trouble(command.reason)) return trouble;
  auto* series = look_for<model::Series>(command.series);
  series->ended = true;
  ++series->revision;
  series->reason = command.reason;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PostOccurrence& command) {
  if (const Answer trouble = running_trouble(command.series)) return trouble;
  if (!is_wall_clock(command.local)) return Rejection::local_time_malformed;
  const core::Bytes zero{0};
  const auto named = joined({core::as_bytes("commune/occurrence/v1"), zero, command.series.view(),
                             core::as_bytes(command.local)});
  const auto id = *model::TaskId::from(core::sha256(named).view().first(16));
  if (is_known(id)) return Rejection::task_exists;
  const auto* series = look_for<model::Series>(command.series);
  const std::int64_t start = command.start.seconds;
  const std::int64_t end = command.end.seconds;
  if (start == 0 || end <= start) return Rejection::times_contradictory;
  if (end - start != 60 * std::int64_t{series->length_minutes}) {
    return Rejection::occurrence_length_wrong;
  }
  if (end <= now_) return Rejection::times_in_past;
  if (end - now_ > 3 * 366 * day) return Rejection::times_too_far;
  model::Task task;
  task.task = id;
  task.draft = series->draft;
  task.draft.start = command.start;
  task.draft.end = command.end;
  task.draft = filled_in(task.draft);
  task.revision = 1;
  task.posted_at = task.changed_at = {now_};
  task.series = command.series;
  records_.emplace_back(task);
  return std::nullopt;
}

}  // namespace commune::ledger::testing
