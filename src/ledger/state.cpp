#include "ledger/state.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/canonical.h"
#include "core/check.h"
#include "ledger/crew.h"

namespace commune::ledger {

core::Result<State> State::restore(std::vector<model::Record> records, std::set<SeenCommand> seen) {
  if (records.empty() || !std::holds_alternative<model::Commune>(records.front())) {
    return core::fail(core::ErrorCode::corrupt, "the snapshot does not begin with the commune");
  }
  State state;
  for (model::Record& record : records) {
    const bool second_commune =
        std::holds_alternative<model::Commune>(record) && !state.leaves_.empty();
    if (second_commune || !state.try_insert(record)) {
      return core::fail(core::ErrorCode::corrupt, "a record stands twice in the snapshot");
    }
  }
  state.seen_ = std::move(seen);
  return state;
}

void State::insert(model::Record record) { CHECK(try_insert(record)); }

bool State::try_insert(model::Record& record) {
  return std::visit(
      [this](auto& noun) {
        using Noun = std::remove_cvref_t<decltype(noun)>;
        const auto id = model::id_of(noun);
        const auto [row, inserted] =
            table<Noun>().rows_.try_emplace(id, RowOf<Noun>{std::move(noun), leaves_.size()});
        if (!inserted) return false;
        changed_.push_back(leaves_.size());
        leaves_.emplace_back(&row->second);
        if constexpr (std::is_same_v<Noun, model::Alert>) {
          alerts_by_time_.emplace(row->second.record.raised_at, id);
        }
        return true;
      },
      record);
}

core::Digest State::digest() {
  std::ranges::sort(changed_);
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  for (const std::size_t leaf : changed_) {
    std::visit(
        [&](const auto* row) {
          tree_.set_leaf(leaf, merkle_leaf(model::record_key(row->record),
                                           core::encode_canonical(row->record)));
        },
        leaves_[leaf]);
  }
  changed_.clear();
  return merkle_leaf("commune", tree_.root().view());
}

void State::forget_expired(core::Time now) {
  seen_.erase(seen_.begin(), seen_.lower_bound(SeenCommand{now, core::Digest{}}));
}

void State::note_shortage(const model::TaskId& id, core::Time now) {
  const model::Task* task = tasks().find(id);
  if (task == nullptr) return;
  if (crew_of(*task).missing > 0) {
    short_since_.try_emplace(id, now);
  } else {
    short_since_.erase(id);
  }
}

}  // namespace commune::ledger
