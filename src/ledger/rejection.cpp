#include "ledger/rejection.h"

#include <algorithm>

#include "core/check.h"

namespace commune::ledger {
namespace {

constexpr bool rows_ascend() {
  return std::ranges::adjacent_find(rejection_rows, [](const auto& a, const auto& b) {
           return a.rejection >= b.rejection;
         }) == rejection_rows.end();
}
static_assert(rows_ascend(), "rejection_rows must be ascending, no number twice");

}  // namespace

const RejectionRow& row_of(Rejection rejection) {
  const auto row =
      std::ranges::lower_bound(rejection_rows, rejection, {}, &RejectionRow::rejection);
  CHECK(row != rejection_rows.end() && row->rejection == rejection);
  return *row;
}

}  // namespace commune::ledger
