// The board by time, sector, guild, venue, skill and word: every query is a walk over the shortest
// list that holds its answer. Holds no truth: it is made from the state and follows its events.
//
// Not thread-safe by itself (board.h locks); points to the state's records, which never move.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "calendar/zone.h"
#include "core/time.h"
#include "gateway/board_query.h"
#include "gateway/word_index.h"
#include "gateway/work_sums.h"
#include "ledger/state.h"

namespace commune::gateway {

struct BoardPage {
  std::vector<const model::Task*> tasks;
  std::size_t total = 0;         // that match, on all pages
  std::optional<BoardKey> next;  // where this page ends, if there is more
};

class BoardIndex {
 public:
  BoardIndex(const ledger::State& state, calendar::Zone zone);

  // After events: the task is new or has changed.
  void update(const ledger::State& state, const model::TaskId& task);
  // The name of a venue or a guild is part of what one searches in.
  void rename_venue(const ledger::State& state, const model::VenueId& venue);
  void rename_guild(const ledger::State& state, const model::GuildId& guild);

  [[nodiscard]] BoardPage find(const BoardQuery& query, core::Time now) const;

  // The tasks of a guild that start at or after `from`, and its open-ended ones.
  [[nodiscard]] std::vector<const model::Task*> of_guild(const model::GuildId& guild,
                                                         core::Time from) const;

  [[nodiscard]] const WorkSums& sums() const { return sums_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Mark {
    std::int64_t start;
    Ordinal ordinal;
  };
  using List = std::vector<Mark>;  // in the order of the board

  struct Entry {
    const model::Task* task = nullptr;
    std::int64_t end = 0;  // open_ended_start where there is none
    // What the lists know of it, to be undone when it changes.
    std::int64_t start = 0;
    model::SectorId sector;
    model::GuildId guild;
    model::VenueId venue;
    std::vector<model::SkillId> skills;
    std::uint32_t revision = 0;  // a guild's change adds one; places do not
    WorkSums::Share share;
  };

  [[nodiscard]] Ordinal ordinal_for(const model::Task& task);
  void refresh(Ordinal ordinal);  // what places change
  void link(Ordinal ordinal);     // what the guild changes
  void unlink(Ordinal ordinal);
  void put_words(const ledger::State& state, Ordinal ordinal);
  [[nodiscard]] std::vector<std::string_view> texts_of(const ledger::State& state,
                                                       Ordinal ordinal) const;
  void sort_lists();
  void insert(List& list, Mark mark) const;
  void erase(List& list, Mark mark) const;
  [[nodiscard]] bool before(const Mark& a, const Mark& b) const;
  [[nodiscard]] BoardKey key_of(const Mark& mark) const;
  // The shortest list that holds every answer, and the filters that it answers by itself already.
  struct Candidates {
    const List* list;
    bool of_sector = false;
    bool of_guild = false;
    bool of_venue = false;
    bool of_skill = false;
  };
  [[nodiscard]] Candidates candidates_for(const BoardQuery& query) const;
  [[nodiscard]] bool matches(const Mark& mark, const BoardQuery& query, const Candidates& known,
                             core::Time now) const;

  std::vector<Entry> entries_;
  OrdinalSet can_be_taken_;  // open, with a free place
  std::unordered_map<model::TaskId, Ordinal> ordinal_of_;
  List all_;
  std::map<model::SectorId, List> by_sector_;
  std::map<model::GuildId, List> by_guild_;
  std::map<model::VenueId, List> by_venue_;
  std::map<model::SkillId, List> by_skill_;
  bool building_ = true;  // lists are sorted once at the end
  WordIndex words_;
  WorkSums sums_;
};

}  // namespace commune::gateway
