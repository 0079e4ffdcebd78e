#include "recommend/score.h"

#include <algorithm>
#include <cstdlib>

namespace commune::recommend {

void Reasons::add(ReasonCode code, std::int32_t contribution, std::int32_t first,
                  std::int32_t second, std::int32_t third) {
  if (contribution == 0) return;
  list_.push_back({code, contribution, {first, second, third}});
  score_ += contribution;
  codes_ |= 1U << bit(code);
  has_against_ = has_against_ || contribution < 0;
}

void Reasons::clear() {
  list_.clear();
  score_ = 0;
  codes_ = 0;
  has_against_ = false;
}

void Reasons::sort() {
  std::ranges::stable_sort(list_, [](const Reason& a, const Reason& b) {
    const std::int32_t weight_a = std::abs(a.contribution);
    const std::int32_t weight_b = std::abs(b.contribution);
    return weight_a != weight_b ? weight_a > weight_b : a.code < b.code;
  });
}

void score_task(const Situation& situation, const Facts& facts, const Task& task,
                Reasons& reasons) {
  static_assert(reason_codes <= 32, "Reasons keeps a bit for each code");
  reasons.clear();
  score_person(situation, facts, task, reasons);
  score_time(situation, facts, task, reasons);
  score_commune(situation, facts, task, reasons);
}

}  // namespace commune::recommend
