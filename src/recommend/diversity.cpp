#include "recommend/diversity.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/random.h"

namespace commune::recommend {
namespace {

using Chosen = std::vector<std::size_t>;  // positions in the sorted candidates

bool fits_after(const std::vector<Candidate>& all, const Chosen& chosen, const Candidate& next) {
  std::size_t same_sector = 0;
  for (std::size_t back = 1; back < kind_window && back <= chosen.size(); ++back) {
    const Candidate& other = all[chosen[chosen.size() - back]];
    if (other.kind == next.kind) return false;
    if (back < sector_window && other.sector == next.sector) ++same_sector;
  }
  return same_sector < sector_max;
}

// What should be heard at this place, if nobody before it says so.
bool Candidate::* voice_at(std::size_t place) {
  if (place == turn_place) return &Candidate::turns;
  if (place == lighter_place) return &Candidate::is_lighter;
  if (place == learn_place) return &Candidate::teaches;
  return nullptr;
}

class Order {
 public:
  explicit Order(const std::vector<Candidate>& all) : all_(all), taken_(all.size()) {}

  [[nodiscard]] Chosen choose(std::size_t count) {
    Chosen chosen;
    while (chosen.size() < std::min(count, all_.size())) {
      const std::size_t next = next_after(chosen);
      taken_[next] = 1;
      chosen.push_back(next);
    }
    return chosen;
  }

 private:
  [[nodiscard]] std::size_t next_after(const Chosen& chosen) const {
    bool Candidate::* voice = voice_at(chosen.size());
    if (voice != nullptr &&
        std::ranges::none_of(chosen, [&](std::size_t one) { return all_[one].*voice; })) {
      if (const auto heard = find(chosen, voice)) return *heard;
    }
    if (const auto fitting = find(chosen, nullptr)) return *fitting;
    return static_cast<std::size_t>(std::ranges::find(taken_, 0) - taken_.begin());
  }

  // The best that is left, fits after those chosen, and has the voice, if one is wanted.
  [[nodiscard]] std::optional<std::size_t> find(const Chosen& chosen,
                                                bool Candidate::* voice) const {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (taken_[i] != 0 || (voice != nullptr && !(all_[i].*voice))) continue;
      if (fits_after(all_, chosen, all_[i])) return i;
    }
    return std::nullopt;
  }

  const std::vector<Candidate>& all_;
  std::vector<std::uint8_t> taken_;
};

bool contains(const Chosen& chosen, std::size_t one) {
  return std::ranges::find(chosen, one) != chosen.end();
}

// The new candidate with the lowest hash, of those wanted.
template <class Wanted>
std::optional<std::size_t> draw(const std::vector<Candidate>& all, std::uint64_t seed,
                                Wanted wanted) {
  std::optional<std::size_t> drawn;
  std::uint64_t lowest = UINT64_MAX;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_new || !wanted(i)) continue;
    const std::uint64_t hash = core::Random(seed ^ all[i].id).next();
    if (drawn && hash >= lowest) continue;
    drawn = i;
    lowest = hash;
  }
  return drawn;
}

// The day's surprise, if it may still be offered.
std::optional<std::size_t> find_surprise(const std::vector<Candidate>& all, const Chosen& chosen,
                                         std::uint64_t seed, Index shown) {
  if (shown != none) {
    const auto before = std::ranges::find(all, shown, &Candidate::task);
    if (before == all.end()) return std::nullopt;
    if (before->is_new) return static_cast<std::size_t>(before - all.begin());
  }
  const auto is_listed = [&](std::size_t i) {
    return std::ranges::any_of(chosen, [&](std::size_t j) { return all[j].kind == all[i].kind; });
  };
  auto drawn = draw(all, seed, [&](std::size_t i) { return !is_listed(i); });
  if (!drawn) drawn = draw(all, seed, [&](std::size_t i) { return contains(chosen, i); });
  return drawn ? drawn : draw(all, seed, [](std::size_t) { return true; });
}

}  // namespace

std::vector<Pick> diversify(std::vector<Candidate> candidates, std::size_t count_max,
                            std::uint64_t seed, Index shown) {
  if (count_max == 0) return {};
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.score, a.start, a.id) < std::tuple(-b.score, b.start, b.id);
  });
  Chosen chosen = Order(candidates).choose(count_max);
  const std::optional<std::size_t> surprise = find_surprise(candidates, chosen, seed, shown);
  if (surprise && !contains(chosen, *surprise)) {
    if (chosen.size() == count_max) chosen.pop_back();
    const std::size_t place = std::min(surprise_place, chosen.size());
    chosen.insert(chosen.begin() + static_cast<std::ptrdiff_t>(place), *surprise);
  }
  std::vector<Pick> picks;
  for (const std::size_t one : chosen) picks.push_back({candidates[one].task, one == surprise});
  return picks;
}

std::uint64_t surprise_seed_of(const Situation& situation) {
  return core::Random(situation.surprise_seed + static_cast<std::uint64_t>(situation.now.day()))
      .next();
}

}  // namespace commune::recommend
