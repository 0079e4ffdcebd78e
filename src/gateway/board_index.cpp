#include "gateway/board_index.h"

#include <algorithm>
#include <set>

#include "core/check.h"
#include "gateway/task_view.h"
#include "model/limits.h"

namespace commune::gateway {
namespace {

std::set<model::SkillId> skills_of(const model::TaskDraft& draft) {
  std::set<model::SkillId> skills(draft.certificates.begin(), draft.certificates.end());
  skills.insert(draft.skills_helpful.begin(), draft.skills_helpful.end());
  skills.insert(draft.skills_taught.begin(), draft.skills_taught.end());
  return skills;
}

}  // namespace

BoardIndex::BoardIndex(const ledger::State& state, calendar::Zone zone) : sums_(std::move(zone)) {
  entries_.reserve(state.tasks().size());
  // Most work comes round again in the same words: each text is taken apart once.
  std::unordered_map<std::string, WordIndex::Words> words_of_text;
  for (const auto& [id, row] : state.tasks()) {
    const Ordinal ordinal = ordinal_for(row.record);
    link(ordinal);
    refresh(ordinal);
    const auto texts = texts_of(state, ordinal);
    std::string whole;
    for (const std::string_view text : texts) whole.append(text).push_back('\n');
    const auto [found, is_new] = words_of_text.try_emplace(std::move(whole));
    if (is_new) found->second = words_.numbers_of(distinct_words(texts));
    words_.put(ordinal, found->second);
  }
  building_ = false;
  sort_lists();
}

Ordinal BoardIndex::ordinal_for(const model::Task& task) {
  const auto ordinal = static_cast<Ordinal>(entries_.size());
  const auto [found, is_new] = ordinal_of_.try_emplace(task.task, ordinal);
  if (is_new) {
    entries_.emplace_back().task = &task;
    can_be_taken_.grow(entries_.size());
  }
  return found->second;
}

void BoardIndex::update(const ledger::State& state, const model::TaskId& id) {
  const model::Task* task = state.tasks().find(id);
  CHECK(task != nullptr);
  const Ordinal ordinal = ordinal_for(*task);
  if (entries_[ordinal].revision != task->revision) {
    unlink(ordinal);
    link(ordinal);
    put_words(state, ordinal);
  }
  refresh(ordinal);
}

void BoardIndex::refresh(Ordinal ordinal) {
  Entry& entry = entries_[ordinal];
  const Crew crew = crew_of(*entry.task);
  if (crew.free > 0 || crew.trainees_free > 0) {
    can_be_taken_.add(ordinal);
  } else {
    can_be_taken_.remove(ordinal);
  }
  if (!entry.share.guild.empty()) sums_.remove(entry.share);
  entry.share = sums_.share_of(*entry.task);
  sums_.add(entry.share);
}

// --------------------------------------------------------------------------------------- the lists

BoardKey BoardIndex::key_of(const Mark& mark) const {
  return {.start = mark.start, .task = entries_[mark.ordinal].task->task};
}

bool BoardIndex::before(const Mark& a, const Mark& b) const {
  if (a.start != b.start) return a.start < b.start;
  return entries_[a.ordinal].task->task < entries_[b.ordinal].task->task;
}

void BoardIndex::insert(List& list, Mark mark) const {
  if (building_) return list.push_back(mark);
  const auto place = std::lower_bound(list.begin(), list.end(), mark,
                                      [&](const Mark& a, const Mark& b) { return before(a, b); });
  list.insert(place, mark);
}

void BoardIndex::erase(List& list, Mark mark) const {
  const auto place = std::lower_bound(list.begin(), list.end(), mark,
                                      [&](const Mark& a, const Mark& b) { return before(a, b); });
  CHECK(place != list.end() && place->ordinal == mark.ordinal);
  list.erase(place);
}

void BoardIndex::sort_lists() {
  const auto sort = [&](List& list) {
    std::ranges::sort(list, [&](const Mark& a, const Mark& b) { return before(a, b); });
  };
  sort(all_);
  for (auto& [sector, list] : by_sector_) sort(list);
  for (auto& [guild, list] : by_guild_) sort(list);
  for (auto& [venue, list] : by_venue_) sort(list);
  for (auto& [skill, list] : by_skill_) sort(list);
}

void BoardIndex::link(Ordinal ordinal) {
  Entry& entry = entries_[ordinal];
  const model::TaskDraft& draft = entry.task->draft;
  entry.revision = entry.task->revision;
  entry.start = draft.start.is_set() ? draft.start.seconds : open_ended_start;
  entry.end = draft.end.is_set() ? draft.end.seconds : open_ended_start;
  entry.sector = draft.sector;
  entry.guild = draft.guild;
  entry.venue = draft.venue;
  const auto skills = skills_of(draft);
  entry.skills.assign(skills.begin(), skills.end());
  const Mark mark{.start = entry.start, .ordinal = ordinal};
  insert(all_, mark);
  insert(by_sector_[entry.sector], mark);
  insert(by_guild_[entry.guild], mark);
  if (!entry.venue.empty()) insert(by_venue_[entry.venue], mark);
  for (const model::SkillId& skill : entry.skills) insert(by_skill_[skill], mark);
}

void BoardIndex::unlink(Ordinal ordinal) {
  const Entry& entry = entries_[ordinal];
  if (entry.revision == 0) return;  // new: in no list yet
  const Mark mark{.start = entry.start, .ordinal = ordinal};
  erase(all_, mark);
  erase(by_sector_[entry.sector], mark);
  erase(by_guild_[entry.guild], mark);
  if (!entry.venue.empty()) erase(by_venue_[entry.venue], mark);
  for (const model::SkillId& skill : entry.skills) erase(by_skill_[skill], mark);
}

// --------------------------------------------------------------------------------------- the words

void BoardIndex::put_words(const ledger::State& state, Ordinal ordinal) {
  words_.put(ordinal, words_.numbers_of(distinct_words(texts_of(state, ordinal))));
}

std::vector<std::string_view> BoardIndex::texts_of(const ledger::State& state,
                                                   Ordinal ordinal) const {
  const model::TaskDraft& draft = entries_[ordinal].task->draft;
  std::vector<std::string_view> texts = {draft.title, draft.why, draft.details};
  if (const auto* venue = state.venues().find(draft.venue)) texts.push_back(venue->name);
  if (const auto* guild = state.guilds().find(draft.guild)) texts.push_back(guild->name);
  return texts;
}

void BoardIndex::rename_venue(const ledger::State& state, const model::VenueId& venue) {
  const auto list = by_venue_.find(venue);
  if (list == by_venue_.end()) return;
  for (const Mark& mark : list->second) put_words(state, mark.ordinal);
}

void BoardIndex::rename_guild(const ledger::State& state, const model::GuildId& guild) {
  const auto list = by_guild_.find(guild);
  if (list == by_guild_.end()) return;
  for (const Mark& mark : list->second) put_words(state, mark.ordinal);
}

// ------------------------------------------------------------------------------------- the queries

BoardIndex::Candidates BoardIndex::candidates_for(const BoardQuery& query) const {
  static const List nothing;
  Candidates shortest{.list = &all_};
  const auto consider = [&](const auto& lists, const auto& key, bool Candidates::* filter) {
    if (key.empty()) return;
    const auto found = lists.find(key);
    const List* list = found == lists.end() ? &nothing : &found->second;
    if (list->size() >= shortest.list->size() && shortest.list != &all_) return;
    shortest = Candidates{.list = list};
    shortest.*filter = true;
  };
  consider(by_sector_, query.sector, &Candidates::of_sector);
  consider(by_guild_, query.guild, &Candidates::of_guild);
  consider(by_venue_, query.venue, &Candidates::of_venue);
  consider(by_skill_, query.skill, &Candidates::of_skill);
  return shortest;
}

// What needs no look at the entry comes first: most of a walk over a large board ends there.
bool BoardIndex::matches(const Mark& mark, const BoardQuery& query, const Candidates& known,
                         core::Time now) const {
  if (query.open && !can_be_taken_.contains(mark.ordinal)) return false;
  const auto entry = [&]() -> const Entry& { return entries_[mark.ordinal]; };
  if (query.open && mark.start <= now.seconds && entry().end <= now.seconds) return false;
  if (!query.sector.empty() && !known.of_sector && entry().sector != query.sector) return false;
  if (!query.guild.empty() && !known.of_guild && entry().guild != query.guild) return false;
  if (!query.venue.empty() && !known.of_venue && entry().venue != query.venue) return false;
  if (mark.start == open_ended_start && query.from) {
    const core::Time due = entry().task->draft.due;
    if (due.is_set() && due < *query.from) return false;
  }
  return query.skill.empty() || known.of_skill ||
         std::ranges::binary_search(entry().skills, query.skill);
}

BoardPage BoardIndex::find(const BoardQuery& query, core::Time now) const {
  Candidates candidates = candidates_for(query);
  std::optional<OrdinalSet> with_words;
  List found_by_words;
  if (!query.words.empty()) {
    with_words = words_.find(query.words, entries_.size());
    // A rare word gives a shorter list than any other filter.
    if (with_words->count() < candidates.list->size() / 4) {
      for (const Ordinal ordinal : with_words->members()) {
        found_by_words.push_back({.start = entries_[ordinal].start, .ordinal = ordinal});
      }
      std::ranges::sort(found_by_words, [&](const Mark& a, const Mark& b) { return before(a, b); });
      candidates = Candidates{.list = &found_by_words};
    }
  }
  const auto starts_before = [](const Mark& mark, std::int64_t start) {
    return mark.start < start;
  };
  // What can still be taken has not ended, so it cannot have begun longer ago than a task may last.
  std::int64_t from = query.from ? query.from->seconds : INT64_MIN;
  if (query.open) from = std::max(from, (now - model::task_length_max).seconds);
  const auto end = candidates.list->end();
  const auto first = std::lower_bound(candidates.list->begin(), end, from, starts_before);
  BoardPage page;
  const Mark* last_shown = nullptr;
  for (auto mark = first; mark != end; ++mark) {
    if (query.to && mark->start >= query.to->seconds && mark->start != open_ended_start) {
      mark = std::lower_bound(mark, end, open_ended_start, starts_before);
      if (mark == end) break;
    }
    if (with_words && !with_words->contains(mark->ordinal)) continue;
    if (!matches(*mark, query, candidates, now)) continue;
    ++page.total;
    if (query.after && key_of(*mark) <= *query.after) continue;
    if (page.tasks.size() < query.limit) {
      page.tasks.push_back(entries_[mark->ordinal].task);
      last_shown = &*mark;
    } else if (!page.next) {
      page.next = key_of(*last_shown);
    }
  }
  return page;
}

std::vector<const model::Task*> BoardIndex::of_guild(const model::GuildId& guild,
                                                     core::Time from) const {
  std::vector<const model::Task*> tasks;
  const auto list = by_guild_.find(guild);
  if (list == by_guild_.end()) return tasks;
  for (const Mark& mark : list->second) {
    if (mark.start >= from.seconds) tasks.push_back(entries_[mark.ordinal].task);
  }
  return tasks;
}

}  // namespace commune::gateway
