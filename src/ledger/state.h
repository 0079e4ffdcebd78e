// The common state of a commune: all its records, the commands seen lately, and the digest over the
// records. Changed only by `apply` (apply.h) and by restoring a snapshot; knows no file, clock,
// thread or JSON.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"
#include "ledger/merkle_tree.h"
#include "ledger/table.h"
#include "model/record.h"

namespace commune::ledger {

// A command that was carried out and whose envelope has not expired yet.
struct SeenCommand {
  core::Time expires_at;
  core::Digest id;
  friend auto operator<=>(const SeenCommand&, const SeenCommand&) = default;
};

class State {
 public:
  // An empty state, to be filled by `found` (founding.h) or `restore`.
  State() = default;

  // Rebuilds a state from what `for_each_record` and `seen_commands` gave; the first record is the
  // commune. Errors: corrupt, where a record stands twice or the commune is missing.
  [[nodiscard]] static core::Result<State> restore(std::vector<model::Record> records,
                                                   std::set<SeenCommand> seen);

  State(State&&) = default;
  State& operator=(State&&) = default;

  [[nodiscard]] const model::Commune& commune() const {
    return table<model::Commune>().begin()->second.record;
  }
  [[nodiscard]] const auto& sectors() const { return table<model::Sector>(); }
  [[nodiscard]] const auto& venues() const { return table<model::Venue>(); }
  [[nodiscard]] const auto& skills() const { return table<model::Skill>(); }
  [[nodiscard]] const auto& guilds() const { return table<model::Guild>(); }
  [[nodiscard]] const auto& members() const { return table<model::Member>(); }
  [[nodiscard]] const auto& invitations() const { return table<model::Invitation>(); }
  [[nodiscard]] const auto& templates() const { return table<model::Template>(); }
  [[nodiscard]] const auto& series() const { return table<model::Series>(); }
  [[nodiscard]] const auto& tasks() const { return table<model::Task>(); }
  [[nodiscard]] const auto& rounds() const { return table<model::Round>(); }
  [[nodiscard]] const auto& willing() const { return table<model::Willing>(); }
  [[nodiscard]] const auto& clearings() const { return table<model::Clearing>(); }
  [[nodiscard]] const auto& devices() const { return table<model::Device>(); }
  [[nodiscard]] const auto& alerts() const { return table<model::Alert>(); }
  // By the time at which they were raised, then by id.
  [[nodiscard]] const auto& alerts_by_time() const { return alerts_by_time_; }
  [[nodiscard]] const std::set<SeenCommand>& seen_commands() const { return seen_; }

  // Since when a task lacks people; not set where enough are coming. No record: it follows from the
  // log, is in no digest and no snapshot, and begins anew with `note_shortages` after a restart.
  [[nodiscard]] core::Time short_since(const model::TaskId& task) const {
    const auto found = short_since_.find(task);
    return found == short_since_.end() ? core::Time{} : found->second;
  }

  // Calls visit(const auto& record) for every record in order of insertion, the order of the
  // leaves.
  template <class Visit>
  void for_each_record(Visit&& visit) const {
    for (const RowPointer& leaf : leaves_) {
      std::visit([&](const auto* row) { visit(row->record); }, leaf);
    }
  }

  // The digest over all records: leaf("commune", Merkle root), which is CometBFT's app hash of an
  // application with one store. Costs what has changed since the last call, times log n.
  [[nodiscard]] core::Digest digest();

  // ---- For `apply` and `found` only: every change of a record goes through these.

  // `record` is not there yet.
  void insert(model::Record record);
  // The record of this id, which is there.
  template <class Noun>
  [[nodiscard]] Noun& edit(const model::IdOf<Noun>& id) {
    auto& row = table<Noun>().row_of(id);
    changed_.push_back(row.leaf);
    return row.record;
  }
  void remember(const SeenCommand& command) { seen_.insert(command); }
  // Forgets commands that have expired and so could not be carried out a second time.
  void forget_expired(core::Time now);
  // Looks whether a task lacks people, and notes `now` where it did not do so before.
  void note_shortage(const model::TaskId& task, core::Time now);

 private:
  // False where there is one of that id already, which stays as it is; `record` is moved from.
  [[nodiscard]] bool try_insert(model::Record& record);

  template <class Noun>
  using TableOf = Table<model::IdOf<Noun>, Noun>;
  template <class Noun>
  using RowOf = typename TableOf<Noun>::Row;
  template <class... Nouns>
  static std::tuple<TableOf<Nouns>...> tables_of(const std::variant<Nouns...>*);
  template <class... Nouns>
  static std::variant<const RowOf<Nouns>*...> row_pointer_of(const std::variant<Nouns...>*);

  using Tables = decltype(tables_of(static_cast<const model::Record*>(nullptr)));
  using RowPointer = decltype(row_pointer_of(static_cast<const model::Record*>(nullptr)));

  template <class Noun>
  [[nodiscard]] const TableOf<Noun>& table() const {
    return std::get<TableOf<Noun>>(tables_);
  }
  template <class Noun>
  [[nodiscard]] TableOf<Noun>& table() {
    return std::get<TableOf<Noun>>(tables_);
  }
  Tables tables_;
  std::set<SeenCommand> seen_;
  std::set<std::pair<core::Time, model::AlertId>> alerts_by_time_;  // follows from the alerts
  std::vector<RowPointer> leaves_;    // where each leaf's record lies; rows never move
  std::vector<std::size_t> changed_;  // leaves to hash again before the next digest
  MerkleTree tree_;
  std::map<model::TaskId, core::Time> short_since_;
};

}  // namespace commune::ledger
