#include "clearing/prices.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "clearing/bundle.h"
#include "clearing/polish.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

constexpr int patience = 8;             // steps without a better bound before the step is halved
constexpr double smallest_step = 1e-4;  // of Polyak's
constexpr int steps_per_proposal = 4;

class Tightening {
 public:
  Tightening(const Round& round, Proof& proof, Places places)
      : round_(round), proof_(proof), places_(places), finder_(round), trial_(proof.certificate) {
    const std::size_t tasks = round.instance().tasks.size();
    trial_.place_prices.resize(tasks, 0);
    trial_.trainee_prices.resize(tasks, 0);
    prices_.assign(trial_.place_prices.begin(), trial_.place_prices.end());
  }

  void run(std::uint64_t work_max) {
    int since_better = 0;
    double length = 1.0;
    for (std::uint64_t work = 0, step = 0; work < work_max && length > smallest_step; ++step) {
      const Int128 bound = respond();
      work += round_.choices().size() + 1'000;
      if (bound < proof_.bound) {
        proof_.bound = bound;
        proof_.certificate = trial_;
        since_better = 0;
      } else if (++since_better >= patience) {
        since_better = 0;
        length /= 2;
      }
      if (is_proven()) return;
      const bool may_propose = places_ == Places::may_change && step % steps_per_proposal == 0;
      if (may_propose && lacks_coverage_proof()) propose();
      if (is_proven() || !move(bound, length)) return;
    }
  }

 private:
  [[nodiscard]] bool is_proven() const { return proof_.bound == proof_.reached; }
  [[nodiscard]] bool lacks_coverage_proof() const {
    return round_.scale().coverage_of(proof_.bound) > round_.scale().coverage_of(proof_.reached);
  }

  // Everyone's best bundle at the trial prices, and the bound that they prove.
  Int128 respond() {
    counts_.assign(round_.instance().tasks.size(), 0);
    taken_.clear();
    Int128 bound = bound_without_people(round_, trial_);
    for (std::size_t i = 0; i < round_.people().size(); ++i) {
      const std::size_t first = round_.first_choice(i);
      find_profits(round_, trial_, i, profits_);
      bound += finder_.best(i, profits_, positions_);
      for (const std::uint32_t position : positions_) {
        const auto index = static_cast<std::uint32_t>(first + position);
        taken_.push_back(index);
        if (round_.choices()[index].role == Role::experienced)
          ++counts_[round_.choices()[index].task];
      }
    }
    return bound;
  }

  // How many people the task would like at its price, as near to those who would come as a tie
  // allows.
  [[nodiscard]] double wanted(std::size_t j) const {
    const Task& task = round_.instance().tasks[j];
    const std::int64_t covered = round_.scale().coverage_unit() * task.weight;
    const std::int64_t price = trial_.place_prices[j];
    const std::int64_t reserve = round_.scale().coverage_unit();
    const std::uint32_t with_reserves = task.people_min + task.reserves;
    const double least = price > 0          ? task.people_max
                         : price > -reserve ? with_reserves
                         : price > -covered ? task.people_min
                                            : 0;
    const double most = price >= 0          ? task.people_max
                        : price >= -reserve ? with_reserves
                        : price >= -covered ? task.people_min
                                            : 0;
    return std::clamp<double>(counts_[j], least, most);
  }

  // One step against the disagreement. False where all agree.
  bool move(Int128 bound, double length) {
    double norm = 0;
    for (std::size_t j = 0; j < prices_.size(); ++j) {
      const double difference = wanted(j) - counts_[j];
      norm += difference * difference;
    }
    if (norm == 0) return false;
    const double step = length * static_cast<double>(bound - proof_.reached) / norm;
    for (std::size_t j = 0; j < prices_.size(); ++j) {
      const Task& task = round_.instance().tasks[j];
      const auto lowest = -static_cast<double>(round_.scale().coverage_unit() * task.weight);
      prices_[j] = std::clamp(prices_[j] - step * (wanted(j) - counts_[j]), lowest, -lowest);
      trial_.place_prices[j] = std::llround(prices_[j]);
    }
    return true;
  }

  // What all would like, as far as it goes together; then chains for what is missing.
  void propose() {
    Crew crew(round_);
    for (const std::uint32_t index : taken_) {
      const Choice& choice = round_.choices()[index];
      const bool is_wanted = choice.role == Role::trainee || crew.lacks_people(choice.task);
      if (is_wanted && crew.has_room(index)) crew.give(index);
    }
    polish(crew);
    const auto levels = evaluate(round_, crew.assignment());
    CHECK(levels.has_value());
    const Int128 reached = round_.scale().pack(*levels);
    if (reached <= proof_.reached) return;
    proof_.reached = reached;
    proof_.assignment = crew.assignment();
  }

  const Round& round_;
  Proof& proof_;
  Places places_;
  BundleFinder finder_;
  Certificate trial_;
  std::vector<double> prices_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> taken_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::int64_t> profits_;
};

}  // namespace

void tighten(const Round& round, Proof& proof, std::uint64_t work_max, Places places) {
  Tightening(round, proof, places).run(work_max);
}

}  // namespace commune::clearing
