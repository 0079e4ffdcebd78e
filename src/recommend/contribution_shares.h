// How noised contributions are summed so that nobody sees one. A device splits its vector into one
// share a helper: all but one are uniformly random words, the last is what makes the sum right
// modulo 2^32. Each helper adds up the shares of the same devices and gives out that one sum; the
// sums add up to the sum of the vectors (additive secret sharing, as in Prio: Corrigan-Gibbs and
// Boneh, NSDI 2017). A device that drops out before all its shares came is left out by all helpers
// alike.
//
// What must be trusted: at least one helper of the round does not show its shares to the others,
// and is not run by who runs the others (the node, a neighbouring commune's node, the shared device
// in the kitchen). Then the others learn the sum alone, whatever they do. If all of them conspire
// they see noised vectors, for which contribution_noise.h says what still holds. Helpers agree on
// the devices of a round and close it once; a second sum over other devices would tell the
// difference. Not promised: that a device tells the truth. It can spoil a sum, not read one; sums
// beyond what honest devices could reach are refused. Helpers that leave lose the round.
//
// Shares travel sealed to their helper (room trust) and apart from any session; ids are drawn anew
// for each round. This file holds no keys.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "recommend/contribution_noise.h"

namespace commune::recommend {

inline constexpr std::uint32_t helpers_min = 2;
inline constexpr std::uint32_t helpers_max = 16;

// One gathering of contributions, the same for all who take part.
struct ContributionRound {
  std::uint64_t round = 0;
  std::uint32_t helpers = helpers_min;
  std::uint32_t size = 0;  // counts in a vector, 1 to 1,000,000
  PrivacyTerms terms;
  friend bool operator==(const ContributionRound&, const ContributionRound&) = default;
};

using ContributionId = std::array<std::uint8_t, 16>;

struct ContributionShare {
  std::uint64_t round = 0;
  std::uint32_t helper = 0;  // below the round's helpers
  ContributionId contribution{};
  std::vector<std::uint32_t> words;
  friend bool operator==(const ContributionShare&, const ContributionShare&) = default;
};

// One share a helper. Refuses (invalid) a round outside its bounds, a vector of another size, and
// counts beyond what clipping and noise leave.
[[nodiscard]] core::Result<std::vector<ContributionShare>> split_contribution(
    const ContributionVector& noised, const ContributionRound& round, const RandomWords& words);

// Whole numbers only: "CMSHARE1", round, helper, id, count, words, the most significant byte first.
// Parsing refuses (malformed) anything else, (wrong_version) another version.
[[nodiscard]] std::size_t share_size_bytes(std::uint32_t size);  // of `size` counts
[[nodiscard]] core::Bytes encode_share(const ContributionShare& share);
[[nodiscard]] core::Result<ContributionShare> parse_share(core::ByteView bytes);

// What one helper gives out.
struct HelperSum {
  std::uint32_t helper = 0;
  std::vector<ContributionId> contributions;  // ascending
  std::vector<std::uint32_t> words;           // modulo 2^32
};

// One helper's side of a round.
class ShareHelper {
 public:
  // Refuses (invalid) a round outside its bounds and a helper that is not in it.
  [[nodiscard]] static core::Result<ShareHelper> make(const ContributionRound& round,
                                                      std::uint32_t helper);

  // Refuses (invalid) shares of another round, helper or size, (conflict) a second one of the same
  // contribution, (unavailable) any after closing.
  [[nodiscard]] core::Result<void> take(ContributionShare share);
  // Ascending.
  [[nodiscard]] std::vector<ContributionId> contributions() const;
  // The sum over exactly these; afterwards the shares are forgotten. Refuses, and stays open,
  // (invalid) fewer than devices_min, repeated, or ones that did not come; (unavailable) closing
  // twice.
  [[nodiscard]] core::Result<HelperSum> close(std::vector<ContributionId> agreed);

 private:
  ShareHelper(const ContributionRound& round, std::uint32_t helper)
      : round_(round), helper_(helper) {}

  ContributionRound round_;
  std::uint32_t helper_;
  bool closed_ = false;
  std::map<ContributionId, std::vector<std::uint32_t>> shares_;
};

// The contributions that came to every helper, ascending: what they agree on.
[[nodiscard]] std::vector<ContributionId> common_contributions(
    std::span<const std::vector<ContributionId>> of_helpers);

// The sum over all contributions. Refuses (invalid) sums that are not one from each helper over the
// same devices_min contributions or more, and (forged) a sum that honest devices cannot reach.
[[nodiscard]] core::Result<std::vector<std::int64_t>> aggregate(const ContributionRound& round,
                                                                std::span<const HelperSum> sums);

}  // namespace commune::recommend
