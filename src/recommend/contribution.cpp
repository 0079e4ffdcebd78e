#include "recommend/contribution.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "core/check.h"
#include "recommend/log_odds.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t observations_max = 10'000;
constexpr std::size_t efforts = model::last_of(model::Effort{}) + 1;
constexpr std::size_t tired_at = std::size_t{2} * hour_blocks;
constexpr std::size_t kinds_at = tired_at + 2 * efforts;

core::Result<void> check_kind(std::uint32_t kind, const ContributionLayout& layout) {
  if (kind < layout.kinds()) return {};
  return fail(ErrorCode::invalid,
              "kind " + std::to_string(kind) + " is not one of " + std::to_string(layout.kinds()));
}

// A count of the sum, without what only noise can bring.
double at_least_zero(std::int64_t count) {
  return static_cast<double>(std::max<std::int64_t>(count, 0));
}

struct Rate {
  double accepted = 0;
  double asked = 0;
  // Drawn towards `share` as if `strength` more had answered so; within (0, 1).
  [[nodiscard]] double towards(double share, double strength) const {
    const double yes = std::min(accepted, asked) + strength * share;
    return yes / (asked + strength);
  }
};

}  // namespace

std::uint64_t draw_below(const RandomWords& words, std::uint64_t bound) {
  CHECK(bound > 0);
  const std::uint64_t limit = bound * (UINT64_MAX / bound);
  std::uint64_t word = words();
  while (word >= limit) word = words();
  return word % bound;
}

ContributionLayout::ContributionLayout(std::uint32_t kinds) : kinds_(kinds) {
  CHECK(kinds <= contribution_kinds_max);
}

std::size_t ContributionLayout::size() const {
  return kinds_at + std::size_t{4} * kinds_ + std::size_t{kinds_} * (kinds_ + 1) / 2;
}
std::size_t ContributionLayout::accepted_at_hours(std::uint32_t block) const {
  return hour_blocks + block;
}
std::size_t ContributionLayout::asked_when_tired(model::Effort effort) const {
  return tired_at + static_cast<std::size_t>(effort);
}
std::size_t ContributionLayout::accepted_when_tired(model::Effort effort) const {
  return tired_at + efforts + static_cast<std::size_t>(effort);
}
std::size_t ContributionLayout::asked_for(std::uint32_t kind) const { return kinds_at + kind; }
std::size_t ContributionLayout::accepted_for(std::uint32_t kind) const {
  return kinds_at + kinds_ + kind;
}
std::size_t ContributionLayout::finished(std::uint32_t kind) const {
  return kinds_at + std::size_t{2} * kinds_ + kind;
}
std::size_t ContributionLayout::overrun(std::uint32_t kind) const {
  return kinds_at + std::size_t{3} * kinds_ + kind;
}
std::size_t ContributionLayout::did_both(std::uint32_t a, std::uint32_t b) const {
  const std::size_t high = std::max(a, b);
  return kinds_at + std::size_t{4} * kinds_ + high * (high + 1) / 2 + std::min(a, b);
}

core::Result<ContributionVector> count_observations(const ContributionLayout& layout,
                                                    const Observations& seen) {
  if (seen.answers.size() + seen.finished.size() > observations_max) {
    return fail(ErrorCode::too_large, "more than 10000 observations in one period");
  }
  ContributionVector counts(layout.size(), 0);
  for (const AnsweredInvitation& answer : seen.answers) {
    TRY_VOID(check_kind(answer.kind, layout));
    if (answer.hour > 23) return fail(ErrorCode::invalid, "an hour is 0 to 23");
    const std::uint32_t block = answer.hour / 3;
    const auto add = [&](std::size_t asked, std::size_t accepted) {
      ++counts[asked];
      if (answer.accepted) ++counts[accepted];
    };
    add(layout.asked_at_hours(block), layout.accepted_at_hours(block));
    add(layout.asked_for(answer.kind), layout.accepted_for(answer.kind));
    if (answer.after_heavy_work)
      add(layout.asked_when_tired(answer.effort), layout.accepted_when_tired(answer.effort));
  }
  std::set<std::uint32_t> done;
  for (const FinishedWork& work : seen.finished) {
    TRY_VOID(check_kind(work.kind, layout));
    ++counts[layout.finished(work.kind)];
    const std::int64_t beyond =
        (std::int64_t{work.minutes} - std::int64_t{work.minutes_planned}) / 15;
    counts[layout.overrun(work.kind)] += static_cast<std::int32_t>(
        std::clamp<std::int64_t>(beyond, -overrun_quarters_max, overrun_quarters_max));
    done.insert(work.kind);
  }
  for (const std::uint32_t a : done) {
    for (const std::uint32_t b : done) {
      if (b <= a) ++counts[layout.did_both(a, b)];
    }
  }
  return counts;
}

ContributionVector clip(ContributionVector counts, std::uint64_t norm_squared_max,
                        const RandomWords& words) {
  std::uint64_t norm_squared = 0;
  std::vector<std::uint32_t> units;  // each index as often as its count is large
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(std::abs(std::int64_t{counts[i]}));
    norm_squared += std::uint64_t{size} * size;
    units.insert(units.end(), size, i);
  }
  while (norm_squared > norm_squared_max) {
    const auto drawn = static_cast<std::size_t>(draw_below(words, units.size()));
    std::swap(units[drawn], units.back());
    std::int32_t& count = counts[units.back()];
    units.pop_back();
    norm_squared -= static_cast<std::uint64_t>(2 * std::abs(std::int64_t{count}) - 1);
    count += count > 0 ? -1 : 1;
  }
  return counts;
}

core::Result<CommuneStatistics> read_statistics(const ContributionLayout& layout,
                                                std::span<const std::int64_t> sum,
                                                double noise_deviation) {
  if (sum.size() != layout.size()) {
    return fail(ErrorCode::invalid, "a sum of " + std::to_string(sum.size()) + " counts where " +
                                        std::to_string(layout.size()) + " are expected");
  }
  if (!(noise_deviation >= 0) || std::isinf(noise_deviation)) {
    return fail(ErrorCode::invalid, "a deviation is a number not below 0");
  }
  const auto rate_at = [&sum](std::size_t asked, std::size_t accepted) {
    return Rate{at_least_zero(sum[accepted]), at_least_zero(sum[asked])};
  };
  // Summed with its noise, which evens out, and only then held above zero.
  std::int64_t accepted = 0;
  std::int64_t asked = 0;
  for (std::uint32_t block = 0; block < hour_blocks; ++block) {
    accepted += sum[layout.accepted_at_hours(block)];
    asked += sum[layout.asked_at_hours(block)];
  }
  const Rate all{at_least_zero(accepted), at_least_zero(asked)};
  const double strength = 1 + noise_deviation;
  const double overall = all.towards(0.5, strength);
  CommuneStatistics result;
  result.rates.all = static_cast<float>(log_odds(overall));
  const auto beside = [&](const Rate& rate) {
    return static_cast<float>(log_odds(rate.towards(overall, strength)) - log_odds(overall));
  };
  for (std::uint32_t block = 0; block < hour_blocks; ++block) {
    result.rates.by_hours[block] =
        beside(rate_at(layout.asked_at_hours(block), layout.accepted_at_hours(block)));
  }
  for (const model::Effort effort :
       {model::Effort::light, model::Effort::medium, model::Effort::heavy}) {
    const Rate rate = rate_at(layout.asked_when_tired(effort), layout.accepted_when_tired(effort));
    result.tired_yes_share[static_cast<std::size_t>(effort)] =
        static_cast<float>(rate.towards(overall, strength));
  }
  const auto kinds = static_cast<Eigen::Index>(layout.kinds());
  result.co_occurrence.resize(kinds, kinds);
  for (std::uint32_t a = 0; a < layout.kinds(); ++a) {
    result.rates.by_kind.push_back(beside(rate_at(layout.asked_for(a), layout.accepted_for(a))));
    const double finished = at_least_zero(sum[layout.finished(a)]);
    result.overrun_minutes.push_back(static_cast<float>(
        15 * static_cast<double>(sum[layout.overrun(a)]) / (finished + strength)));
    for (std::uint32_t b = 0; b < layout.kinds(); ++b)
      result.co_occurrence(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) =
          static_cast<double>(sum[layout.did_both(a, b)]);
  }
  return result;
}

}  // namespace commune::recommend
