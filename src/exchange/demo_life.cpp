#include "exchange/demo_life.h"

#include <algorithm>

#include "core/check.h"
#include "trust/signature.h"

namespace commune::exchange {

using core::Time;

namespace {

model::PublicKey participant_of(const DemoPeople& people, std::size_t person,
                                const model::TaskId& task) {
  return trust::SigningKey(trust::participant_seed(people.root(person), task)).public_key();
}

}  // namespace

std::uint32_t percent_for(const std::map<std::string, std::uint32_t>& table,
                          const model::TaskDraft& draft, const std::string& usual) {
  for (const std::string& key : {draft.kind.text(), draft.guild.text(), usual}) {
    if (const auto found = table.find(key); found != table.end()) return found->second;
  }
  return 0;
}

core::Time DemoLife::moment_between(core::Time from, core::Time to) {
  if (to <= from) return from;
  return {random_.between(from.seconds, to.seconds)};
}

// Places of tasks that lie ahead fill up as the day comes near.
std::uint32_t DemoLife::fill_percent(const DemoTask& task) const {
  const std::uint32_t usual = percent_for(folder_.history->fill, task.draft, "usual");
  const core::Time when =
      task.draft.start.is_set() ? task.draft.start : task.posted + core::days(7);
  if (when <= now_ + core::days(2)) return usual;
  if (when <= now_ + core::days(7)) return usual * 7 / 10;
  if (when <= now_ + core::days(14)) return usual * 4 / 10;
  return usual / 10;
}

void DemoLife::take(const DemoTask& task, bool trainee, std::vector<Taken>& taken,
                    std::vector<DemoStep>& steps) {
  std::vector<std::size_t> except;
  except.reserve(taken.size());
  for (const Taken& place : taken) except.push_back(place.person);
  const auto person = people_.book(task.draft, trainee, except, random_);
  if (!person) return;
  const core::Time last =
      task.draft.start.is_set() ? task.draft.start - core::hours(3) : task.posted + core::days(6);
  const core::Time at = moment_between(task.posted + core::hours(1), std::min(last, now_));
  if (at >= now_) return people_.release(*person, task.draft);
  taken.push_back({*person, at, trainee});
  steps.push_back({at, ByMember{*person},
                   model::TakePlace{.task = task.id,
                                    .participant = participant_of(people_, *person, task.id),
                                    .trainee = trainee,
                                    .show_name = random_.chance(85, 100)}});
}

void DemoLife::take_places(const DemoTask& task, std::vector<Taken>& taken,
                           std::vector<DemoStep>& steps) {
  const std::uint32_t percent = fill_percent(task);
  for (std::uint32_t i = 0; i < task.draft.people_min; ++i) {
    if (random_.chance(percent, 100)) take(task, false, taken, steps);
  }
  for (std::uint32_t i = task.draft.people_min; i < task.draft.people_max; ++i) {
    if (random_.chance(percent, 600)) take(task, false, taken, steps);
  }
  for (std::uint32_t i = 0; i < task.draft.trainees_max; ++i) {
    if (random_.chance(percent, 700)) take(task, true, taken, steps);
  }
}

void DemoLife::hand_back(const DemoTask& task, std::vector<Taken>& taken,
                         std::vector<DemoStep>& steps) {
  std::vector<Taken> kept;
  for (const Taken& place : taken) {
    const core::Time last = task.draft.start.is_set() ? task.draft.start : place.at + core::days(3);
    const core::Time at = moment_between(place.at + core::minutes(30), std::min(last, now_));
    const bool in_time = at > place.at && at < now_ && at < last;
    if (!in_time || !random_.chance(folder_.history->hand_back_percent, 100)) {
      kept.push_back(place);
      continue;
    }
    people_.release(place.person, task.draft);
    steps.push_back({at, ByParticipant{place.person, task.id}, model::HandBack{.task = task.id}});
  }
  taken = std::move(kept);
}

void DemoLife::seek_swaps(const DemoTask& task, const std::vector<Taken>& taken,
                          std::vector<DemoStep>& steps) {
  const bool soon = task.draft.start > now_ && task.draft.start < now_ + core::days(10);
  if (!soon) return;
  // Chance of its own, so that nothing else in the story depends on it.
  core::Random random(folder_.history->seed ^ static_cast<std::uint64_t>(task.draft.start.seconds) ^
                      task.id.view().front());
  for (const Taken& place : taken) {
    const core::Time at = {random.between(place.at.seconds, now_.seconds)};
    const bool seeks = random.chance(folder_.history->hand_back_percent, 100);
    if (!seeks || place.trainee || at <= place.at || at >= now_) continue;
    steps.push_back({at, ByParticipant{place.person, task.id},
                     model::SeekSwap{.task = task.id, .seeking = true}});
    return;  // one a task: a second taker would otherwise meet the rules of a full crew
  }
}

std::optional<DemoTask> DemoLife::guild_changes(const DemoTask& task,
                                                const std::vector<Taken>& taken, Time settled,
                                                std::vector<DemoStep>& steps) {
  const auto by = people_.find_steward(task.draft.guild);
  const bool soon = task.draft.start.is_set() && task.draft.start < now_ + core::days(8);
  // Once everybody has made up their minds, and an hour before it begins at the latest.
  const Time latest = std::min(task.draft.start - core::hours(1), now_);
  if (!by || !soon || latest <= settled + core::minutes(1)) return task;
  const FolderHistory& history = *folder_.history;
  // Chance of its own, as above.
  core::Random random(history.seed ^ static_cast<std::uint64_t>(task.draft.start.seconds) ^
                      (std::uint64_t{task.id.view()[1]} << 40U));
  const Time at{random.between(settled.seconds + 60, latest.seconds - 1)};
  const auto pick = [&](const std::vector<std::string>& texts) {
    return texts[random.below(texts.size())];
  };
  const auto say = [&](model::Command command) {
    steps.push_back({at, ByMember{*by}, std::move(command)});
  };
  auto dice = static_cast<std::uint32_t>(random.between(0, 99));
  if (dice < history.cancel_percent) {
    say(model::CancelTask{.task = task.id, .reason = pick(history.cancel_reasons)});
    return std::nullopt;
  }
  dice -= history.cancel_percent;
  if (dice < history.change_percent) {
    DemoTask later = task;
    later.draft.start = task.draft.start + core::minutes(30);
    later.draft.end = task.draft.end + core::minutes(30);
    say(model::ChangeTask{.task = task.id,
                          .revision = 1,
                          .draft = later.draft,
                          .reason = pick(history.change_reasons)});
    return later;
  }
  dice -= history.change_percent;
  if (dice < history.guests_percent && taken.size() < task.draft.people_max) {
    const auto room = static_cast<std::int64_t>(task.draft.people_max - taken.size());
    const auto guests =
        static_cast<std::uint32_t>(random.between(1, std::min<std::int64_t>(3, room)));
    say(model::SetGuests{.task = task.id, .guests = guests});
  }
  return task;
}

void DemoLife::say_how_it_was(const DemoTask& task, const Taken& place, core::Time after,
                              std::vector<DemoStep>& steps) {
  const core::Time at = after + core::minutes(random_.between(1, 300));
  if (at >= now_) return;
  const bool heavy = task.draft.effort == model::Effort::heavy;
  model::GiveFeedback said{.task = task.id,
                           .enjoyed = random_.chance(62, 100),
                           .hard = random_.chance(heavy ? 40 : 8, 100),
                           .too_long = random_.chance(8, 100),
                           .unsafe = random_.chance(1, 100),
                           .learned = random_.chance(place.trainee ? 75 : 15, 100)};
  const auto& notes = folder_.history->notes;
  if (!notes.empty() && random_.chance(20, 100)) said.note = notes[random_.below(notes.size())];
  const bool says_something = said.enjoyed || said.hard || said.too_long || said.unsafe ||
                              said.learned || !said.note.empty();
  if (says_something) steps.push_back({at, ByParticipant{place.person, task.id}, std::move(said)});
}

void DemoLife::confirm(const DemoTask& task, const std::vector<std::size_t>& done_by,
                       core::Time after, std::vector<DemoStep>& steps) {
  const core::Time at = after + core::minutes(random_.between(20, 900));
  if (done_by.empty() || at >= now_ || !random_.chance(folder_.history->confirm_percent, 100)) {
    return;
  }
  std::optional<std::size_t> by = people_.find_steward(task.draft.guild);
  if (!by || (done_by.size() == 1 && done_by.front() == *by)) {
    by = (done_by.front() + 1) % people_.count();
  }
  steps.push_back({at, ByMember{*by}, model::ConfirmDone{.task = task.id}});
}

void DemoLife::do_work(const DemoTask& task, const std::vector<Taken>& taken,
                       std::vector<DemoStep>& steps) {
  const std::uint32_t no_show =
      percent_for(folder_.history->no_show_percent, task.draft, "settled");
  std::vector<std::size_t> done_by;
  core::Time last_done{};
  for (const Taken& place : taken) {
    const core::Time end = task.draft.end.is_set() ? task.draft.end : place.at + core::days(1);
    const core::Time at = end + core::minutes(random_.between(2, 360));
    if (at >= now_ || random_.chance(no_show, 100)) continue;
    // Rough durations, as people give them: quarters of an hour around what was asked.
    const std::int64_t about = (task.draft.minutes * random_.between(85, 125) / 100 + 7) / 15 * 15;
    const auto minutes = static_cast<std::uint32_t>(std::clamp<std::int64_t>(about, 15, 600));
    steps.push_back({at, ByParticipant{place.person, task.id},
                     model::MarkDone{.task = task.id, .minutes = minutes}});
    done_by.push_back(place.person);
    last_done = std::max(last_done, at);
    if (random_.chance(folder_.history->feedback_percent, 100)) {
      say_how_it_was(task, place, at, steps);
    }
  }
  confirm(task, done_by, last_done, steps);
}

void DemoLife::live(const DemoTask& task, std::vector<DemoStep>& steps) {
  CHECK(folder_.history.has_value());
  if (task.posted >= now_) return;
  std::vector<Taken> taken;
  const std::size_t before = steps.size();
  take_places(task, taken, steps);
  hand_back(task, taken, steps);
  Time settled = task.posted;
  for (std::size_t i = before; i < steps.size(); ++i) settled = std::max(settled, steps[i].time);
  const auto now_called = guild_changes(task, taken, settled, steps);
  if (!now_called) return;
  seek_swaps(task, taken, steps);
  do_work(*now_called, taken, steps);
}

}  // namespace commune::exchange
