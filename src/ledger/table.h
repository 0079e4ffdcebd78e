// The records of one kind, ordered by id. Reading is open to everybody; only State changes a table,
// so that every change reaches the state digest.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "core/check.h"

namespace commune::ledger {

template <class Id, class Record>
class Table {
 public:
  struct Row {
    Record record;
    std::size_t leaf;  // index in the state's Merkle tree
  };

  // Null when there is no such record. Valid until the table is destroyed: records never go.
  [[nodiscard]] const Record* find(const Id& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second.record;
  }
  [[nodiscard]] bool contains(const Id& id) const { return rows_.contains(id); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  // Rows in ascending order of id: `for (const auto& [id, row] : table)`.
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }
  [[nodiscard]] auto lower_bound(const Id& id) const { return rows_.lower_bound(id); }

 private:
  friend class State;

  [[nodiscard]] Row& row_of(const Id& id) {
    const auto found = rows_.find(id);
    CHECK(found != rows_.end());
    return found->second;
  }

  std::map<Id, Row> rows_;
};

}  // namespace commune::ledger
