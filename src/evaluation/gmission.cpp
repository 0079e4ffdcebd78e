#include "evaluation/gmission.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "clearing/matching.h"
#include "core/random.h"

namespace commune::evaluation {
namespace {

using core::ErrorCode;

// A decimal number without sign or exponent, as an integer of its last allowed decimal.
struct Field {
  std::string_view name;
  std::size_t decimals_max = 0;
  std::int64_t max = 0;  // of the number itself
};

// Squared distances and the sums of a whole file's utility stay inside 64 bits.
constexpr Field time_field{"the time", 0, 1'000'000'000};
constexpr Field x_field{"x", 6, 1'000};
constexpr Field y_field{"y", 6, 1'000};
constexpr Field radius_field{"the radius", 6, 1'000};
constexpr Field duration_field{"the duration", 0, 1'000'000'000};
constexpr Field success_field{"the success", 3, 1};
constexpr Field pay_field{"the pay", 1, 1'000'000};
constexpr Field count_field{"a number of line 1", 0, 1'000'000};

std::optional<std::int64_t> parse_decimal(std::string_view text, const Field& field) {
  constexpr std::size_t letters_max = 18;  // so that no value overflows
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || (point < text.size() && part.empty())) return std::nullopt;
  if (part.size() > field.decimals_max) return std::nullopt;
  if (whole.size() + field.decimals_max > letters_max) return std::nullopt;
  std::int64_t value = 0;
  for (const std::string_view digits : {whole, part}) {
    for (const char digit : digits) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
  }
  std::int64_t max = field.max;
  for (std::size_t i = 0; i < field.decimals_max; ++i) {
    max *= 10;
    if (i >= part.size()) value *= 10;
  }
  if (value > max) return std::nullopt;
  return value;
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  core::Result<GmissionFile> parse() {
    if (text_.size() > gmission_file_size_max) {
      return core::fail(ErrorCode::too_large, fmt::format("{}: is larger than {} KiB", file_,
                                                          gmission_file_size_max >> 10U));
    }
    next_row();
    TRY_VOID(parse_counts());
    while (next_row()) {
      if (row_.size() == 1 && row_[0].empty()) continue;
      if (result_.arrivals.size() == gmission_rows_max) return too_many();
      result_.arrivals.push_back(TRY(parse_arrival()));
    }
    TRY_VOID(check_counts());
    return std::move(result_);
  }

 private:
  std::unexpected<core::Error> refuse(ErrorCode code, std::string_view what,
                                      std::size_t line) const {
    return core::fail(code, fmt::format("{}:{}: {}", file_, line, what));
  }
  std::unexpected<core::Error> malformed(std::string_view what) const {
    return refuse(ErrorCode::malformed, what, line_);
  }
  std::unexpected<core::Error> too_many() const {
    return refuse(ErrorCode::too_large, fmt::format("more than {} rows", gmission_rows_max), line_);
  }

  bool next_row() {
    row_.clear();
    if (text_.empty()) return false;
    ++line_;
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    std::string_view line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (true) {
      const std::size_t space = line.find(' ');
      row_.push_back(line.substr(0, space));
      if (space == std::string_view::npos) return true;
      line.remove_prefix(space + 1);
    }
  }

  core::Result<std::int64_t> number(std::size_t column, const Field& field) const {
    const auto value = parse_decimal(row_.at(column), field);
    if (value) return *value;
    constexpr std::size_t shown_max = 40;
    return malformed(fmt::format("{} is \"{}\", not a number from 0 to {} with at most {} decimals",
                                 field.name, row_.at(column).substr(0, shown_max), field.max,
                                 field.decimals_max));
  }

  core::Result<void> parse_counts() {
    line_ = 1;
    if (row_.size() != 4) {
      return malformed(fmt::format(
          "line 1 has {} columns, not 4: workers, tasks, most pay, tasks and capacities",
          row_.size()));
    }
    const std::int64_t workers = TRY(number(0, count_field));
    const std::int64_t tasks = TRY(number(1, count_field));
    pay_max_tenths_ = TRY(number(2, count_field)) * 10;
    const std::int64_t sum = TRY(number(3, count_field));
    result_.counts = {static_cast<std::size_t>(workers), static_cast<std::size_t>(tasks)};
    if (workers + tasks > static_cast<std::int64_t>(gmission_rows_max)) return too_many();
    if (sum != workers + tasks) {
      return malformed(fmt::format("{} workers of capacity 1 and {} tasks make {}, not {}", workers,
                                   tasks, workers + tasks, sum));
    }
    return {};
  }

  core::Result<void> check_counts() const {
    const auto workers = static_cast<std::size_t>(
        std::ranges::count(result_.arrivals, GmissionSide::worker, &GmissionArrival::side));
    const std::size_t tasks = result_.arrivals.size() - workers;
    if (workers == result_.counts.workers && tasks == result_.counts.tasks) return {};
    return refuse(ErrorCode::invalid,
                  fmt::format("promises {} workers and {} tasks; the rows hold {} and {}",
                              result_.counts.workers, result_.counts.tasks, workers, tasks),
                  1);
  }

  core::Result<GmissionArrival> parse_arrival() const {
    if (row_.size() < 2 || (row_[1] != "w" && row_[1] != "t")) {
      return malformed("the second column is neither w nor t");
    }
    const bool is_worker = row_[1] == "w";
    const std::size_t columns = is_worker ? 8 : 6;
    if (row_.size() != columns) {
      return malformed(fmt::format("the row of a {} has {} columns, not {}",
                                   is_worker ? "worker" : "task", row_.size(), columns));
    }
    GmissionArrival arrival{.side = is_worker ? GmissionSide::worker : GmissionSide::task,
                            .time_s = TRY(number(0, time_field)),
                            .x_millionths = TRY(number(2, x_field)),
                            .y_millionths = TRY(number(3, y_field))};
    arrival.duration_s = TRY(number(is_worker ? 6 : 4, duration_field));
    if (!is_worker) {
      arrival.worth = TRY(number(5, pay_field));
      if (arrival.worth > pay_max_tenths_) {
        return malformed(
            fmt::format("the pay is {}, above the {} of line 1", row_[5], pay_max_tenths_ / 10));
      }
      return arrival;
    }
    arrival.radius_millionths = TRY(number(4, radius_field));
    arrival.worth = TRY(number(7, success_field));
    if (row_[5] != "1") {
      return malformed(fmt::format("a capacity of \"{}\": only workers who take one task are read",
                                   row_[5].substr(0, 40)));
    }
    return arrival;
  }

  std::string_view text_;
  std::string_view file_;
  std::size_t line_ = 0;
  std::vector<std::string_view> row_;
  std::int64_t pay_max_tenths_ = 0;
  GmissionFile result_;
};

// 0 where the two cannot meet.
std::int64_t utility_between(const GmissionArrival& a, const GmissionArrival& b) {
  return is_feasible(a, b) ? a.worth * b.worth : 0;
}

// Who came so far, and who of them is still alone.
class Hall {
 public:
  void enter(const GmissionArrival& newcomer) {
    arrivals_.push_back(newcomer);
    is_alone_.push_back(1);
  }
  void match(GmissionPair pair) { is_alone_.at(pair.earlier) = is_alone_.at(pair.later) = 0; }
  [[nodiscard]] const std::vector<GmissionArrival>& arrivals() const { return arrivals_; }
  [[nodiscard]] bool is_alone(std::size_t i) const { return is_alone_[i] != 0; }

  struct Partner {
    std::size_t index = 0;
    std::int64_t utility = 0;
  };
  // Whom the last one who entered may be matched with; the most useful first, then who came first.
  [[nodiscard]] std::vector<Partner> partners() const {
    std::vector<Partner> result;
    for (std::size_t i = 0; i + 1 < arrivals_.size(); ++i) {
      if (!is_alone(i)) continue;
      const std::int64_t utility = utility_between(arrivals_[i], arrivals_.back());
      if (utility > 0) result.push_back({i, utility});
    }
    std::ranges::stable_sort(result, std::ranges::greater{}, &Partner::utility);
    return result;
  }

 private:
  std::vector<GmissionArrival> arrivals_;
  std::vector<std::uint8_t> is_alone_;
};

struct Range {
  std::int64_t low = std::numeric_limits<std::int64_t>::max();
  std::int64_t high = std::numeric_limits<std::int64_t>::min();
  void include(std::int64_t value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool holds(std::int64_t value) const { return low <= value && value <= high; }
  [[nodiscard]] Range around(std::int64_t value, std::int64_t reach) const {
    return {std::max(low, value - reach), std::min(high, value + reach)};
  }
  // The part of `all` that this is, in units of 2^-20.
  [[nodiscard]] std::uint64_t share_of(const Range& all) const {
    if (all.low == all.high) return 1U << 20U;
    return (static_cast<std::uint64_t>(high - low) << 20U) /
           static_cast<std::uint64_t>(all.high - all.low);
  }
};

struct Box {
  Range time;
  Range x;
  Range y;
  void include(const GmissionArrival& one) {
    time.include(one.time_s);
    x.include(one.x_millionths);
    y.include(one.y_millionths);
  }
  [[nodiscard]] bool holds(const GmissionArrival& one) const {
    return time.holds(one.time_s) && x.holds(one.x_millionths) && y.holds(one.y_millionths);
  }
  // In units of 2^-60.
  [[nodiscard]] std::uint64_t share_of(const Box& all) const {
    return time.share_of(all.time) * x.share_of(all.x) * y.share_of(all.y);
  }
};

// One simulated future of some surroundings: those who wait there (the newcomer last), those who
// will come, and whom each of these could be matched with.
class Future {
 public:
  explicit Future(std::vector<GmissionArrival> crowd)
      : crowd_(std::move(crowd)), waiting_(crowd_.size()) {}

  void add(const GmissionArrival& one) {
    auto& links = links_.emplace_back();
    for (std::size_t i = 0; i < crowd_.size(); ++i) {
      const std::int64_t utility = utility_between(crowd_[i], one);
      if (utility > 0) links.push_back({i, utility});
    }
    // The most useful first: greedy takes the first who is alone.
    std::ranges::stable_sort(links, std::ranges::greater{}, &Hall::Partner::utility);
    crowd_.push_back(one);
  }

  // What greedy makes of it when these places in the crowd are taken already.
  [[nodiscard]] std::int64_t utility_without(std::initializer_list<std::size_t> taken) {
    is_taken_.assign(crowd_.size(), 0);
    for (const std::size_t place : taken) is_taken_[place] = 1;
    std::int64_t utility = 0;
    for (std::size_t f = 0; f < links_.size(); ++f) {
      for (const Hall::Partner& link : links_[f]) {
        if (is_taken_[link.index] != 0) continue;
        is_taken_[link.index] = is_taken_[waiting_ + f] = 1;
        utility += link.utility;
        break;
      }
    }
    return utility;
  }

 private:
  std::vector<GmissionArrival> crowd_;
  std::size_t waiting_;
  std::vector<std::vector<Hall::Partner>> links_;  // of each who will come, to earlier ones
  std::vector<std::uint8_t> is_taken_;
};

class Rollout {
 public:
  Rollout(GmissionCounts counts, const GmissionOptions& options)
      : counts_(counts), futures_(options.futures), random_(options.seed) {}

  // The partner of a newcomer, or nobody.
  std::optional<std::size_t> arrive(const GmissionArrival& newcomer) {
    hall_.enter(newcomer);
    const std::size_t self = hall_.arrivals().size() - 1;
    (newcomer.side == GmissionSide::worker ? workers_ : tasks_).push_back(self);
    seen_.include(newcomer);
    reach_millionths_ = std::max(reach_millionths_, reach_factor * newcomer.radius_millionths);
    reach_s_ = std::max(reach_s_, reach_factor * newcomer.duration_s);
    const std::vector<Hall::Partner> partners = hall_.partners();
    if (partners.empty()) return std::nullopt;
    const std::optional<std::size_t> partner = choose(partners);
    if (partner) hall_.match({*partner, self});
    return partner;
  }

 private:
  static constexpr std::int64_t reach_factor = 3;  // partners, their other partners, and theirs
  static constexpr std::size_t seen_min = 10;      // before that nothing is known of the future
  static constexpr std::size_t crowd_max = 100;    // bounds the work; greedy where more wait

  std::optional<std::size_t> choose(std::span<const Hall::Partner> partners) {
    const GmissionArrival& newcomer = hall_.arrivals().back();
    const Box near{seen_.time.around(newcomer.time_s, reach_s_),
                   seen_.x.around(newcomer.x_millionths, reach_millionths_),
                   seen_.y.around(newcomer.y_millionths, reach_millionths_)};
    std::vector<GmissionArrival> crowd;
    std::vector<std::size_t> places(partners.size());  // of the partners in the crowd
    for (std::size_t i = 0; i < hall_.arrivals().size(); ++i) {
      if (!hall_.is_alone(i) || !near.holds(hall_.arrivals()[i])) continue;
      const auto at = std::ranges::find(partners, i, &Hall::Partner::index);
      if (at != partners.end())
        places[static_cast<std::size_t>(at - partners.begin())] = crowd.size();
      crowd.push_back(hall_.arrivals()[i]);
    }
    if (hall_.arrivals().size() <= seen_min || crowd.size() > crowd_max) return partners[0].index;
    const std::size_t newcomer_place = crowd.size() - 1;
    std::vector<std::int64_t> utilities(partners.size() + 1, 0);  // the last is to wait
    for (std::size_t k = 0; k < futures_; ++k) {
      Future future(crowd);
      for (const GmissionArrival& one : draw_arrivals(near)) future.add(one);
      for (std::size_t p = 0; p < partners.size(); ++p) {
        utilities[p] += partners[p].utility + future.utility_without({places[p], newcomer_place});
      }
      utilities.back() += future.utility_without({});
    }
    const auto best = std::ranges::max_element(utilities) - utilities.begin();
    if (static_cast<std::size_t>(best) == partners.size()) return std::nullopt;
    return partners[static_cast<std::size_t>(best)].index;
  }

  // Those yet to come, each near with the probability that its place and time are.
  std::vector<GmissionArrival> draw_arrivals(const Box& near) {
    const std::uint64_t share = near.share_of(seen_);
    std::vector<GmissionArrival> drawn;
    draw_side(workers_, counts_.workers, near, share, drawn);
    draw_side(tasks_, counts_.tasks, near, share, drawn);
    for (std::size_t i = drawn.size(); i > 1; --i) std::swap(drawn[i - 1], drawn[random_.below(i)]);
    drawn.resize(std::min(drawn.size(), crowd_max));
    return drawn;
  }

  void draw_side(const std::vector<std::size_t>& seen, std::size_t count, const Box& near,
                 std::uint64_t share, std::vector<GmissionArrival>& drawn) {
    for (std::size_t left = count - std::min(count, seen.size()); left > 0; --left) {
      if ((random_.next() >> 4U) >= share) continue;
      GmissionArrival& one = drawn.emplace_back(hall_.arrivals()[seen[random_.below(seen.size())]]);
      one.time_s = random_.between(near.time.low, near.time.high);
      one.x_millionths = random_.between(near.x.low, near.x.high);
      one.y_millionths = random_.between(near.y.low, near.y.high);
    }
  }

  GmissionCounts counts_;
  std::size_t futures_;
  core::Random random_;
  Hall hall_;
  Box seen_;
  std::vector<std::size_t> workers_;
  std::vector<std::size_t> tasks_;
  std::int64_t reach_millionths_ = 0;
  std::int64_t reach_s_ = 0;
};

double in_units(std::int64_t utility) {
  return static_cast<double>(utility) / static_cast<double>(gmission_utility_scale);
}

}  // namespace

core::Result<GmissionFile> parse_gmission(std::string_view text, std::string_view file) {
  return Parser(text, file).parse();
}

bool is_feasible(const GmissionArrival& a, const GmissionArrival& b) {
  if (a.side == b.side) return false;
  if (a.time_s >= b.time_s + b.duration_s || b.time_s >= a.time_s + a.duration_s) return false;
  const std::int64_t radius = std::max(a.radius_millionths, b.radius_millionths);
  const std::int64_t dx = a.x_millionths - b.x_millionths;
  const std::int64_t dy = a.y_millionths - b.y_millionths;
  return dx * dx + dy * dy <= radius * radius;
}

std::int64_t utility_of(const GmissionFile& file, const GmissionPairs& pairs) {
  std::int64_t sum = 0;
  for (const GmissionPair& pair : pairs) {
    sum += utility_between(file.arrivals.at(pair.earlier), file.arrivals.at(pair.later));
  }
  return sum;
}

GmissionPairs match_offline(const GmissionFile& file) {
  const auto time_of = [&](std::uint32_t i) { return file.arrivals[i].time_s; };
  std::vector<std::uint32_t> tasks;
  std::int64_t task_s_max = 0;
  for (std::uint32_t i = 0; i < file.arrivals.size(); ++i) {
    if (file.arrivals[i].side != GmissionSide::task) continue;
    tasks.push_back(i);
    task_s_max = std::max(task_s_max, file.arrivals[i].duration_s);
  }
  std::ranges::stable_sort(tasks, {}, time_of);
  std::vector<clearing::WeightedEdge> edges;
  for (std::uint32_t i = 0; i < file.arrivals.size(); ++i) {
    const GmissionArrival& worker = file.arrivals[i];
    if (worker.side != GmissionSide::worker) continue;
    auto task = std::ranges::upper_bound(tasks, worker.time_s - task_s_max, {}, time_of);
    for (; task != tasks.end() && time_of(*task) < worker.time_s + worker.duration_s; ++task) {
      const std::int64_t utility = utility_between(worker, file.arrivals[*task]);
      if (utility > 0) edges.push_back({i, *task, utility});
    }
  }
  GmissionPairs pairs;
  for (const std::size_t k : clearing::find_heaviest_matching(edges)) {
    const auto [earlier, later] = std::minmax(edges[k].left, edges[k].right);
    pairs.push_back({earlier, later});
  }
  return pairs;
}

GmissionPairs match_greedily(const GmissionFile& file) {
  Hall hall;
  GmissionPairs pairs;
  for (std::size_t i = 0; i < file.arrivals.size(); ++i) {
    hall.enter(file.arrivals[i]);
    const std::vector<Hall::Partner> partners = hall.partners();
    if (partners.empty()) continue;
    pairs.push_back({partners[0].index, i});
    hall.match(pairs.back());
  }
  return pairs;
}

GmissionPairs match_online(const GmissionFile& file, const GmissionOptions& options) {
  Rollout rollout(file.counts, options);
  GmissionPairs pairs;
  for (std::size_t i = 0; i < file.arrivals.size(); ++i) {
    const std::optional<std::size_t> partner = rollout.arrive(file.arrivals[i]);
    if (partner) pairs.push_back({*partner, i});
  }
  return pairs;
}

GmissionScore evaluate_gmission(const GmissionFile& file, std::uint64_t seed) {
  const auto begin = std::chrono::steady_clock::now();
  const GmissionPairs offline = match_offline(file);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  return {.optimum = in_units(utility_of(file, offline)),
          .online = in_units(utility_of(file, match_online(file, {.seed = seed}))),
          .greedy = in_units(utility_of(file, match_greedily(file))),
          .optimum_seconds = taken.count()};
}

}  // namespace commune::evaluation
