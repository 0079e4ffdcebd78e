// Laws of summing without seeing: sums are exact, what a helper sees says nothing of what was
// shared, and broken rounds are refused.
#include "recommend/contribution_shares.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/random.h"

namespace commune::recommend {
namespace {

RandomWords seeded(std::uint64_t seed) {
  return [random = core::Random(seed)]() mutable { return random.next(); };
}

constexpr ContributionRound small{.round = 7, .helpers = 3, .size = 5, .terms = {.devices_min = 4}};

std::vector<ShareHelper> make_helpers(const ContributionRound& round) {
  std::vector<ShareHelper> helpers;
  helpers.reserve(round.helpers);
  for (std::uint32_t i = 0; i < round.helpers; ++i) helpers.push_back(*ShareHelper::make(round, i));
  return helpers;
}

std::vector<ContributionId> agreed_by(const std::vector<ShareHelper>& helpers) {
  std::vector<std::vector<ContributionId>> lists;
  lists.reserve(helpers.size());
  for (const ShareHelper& helper : helpers) lists.push_back(helper.contributions());
  return common_contributions(lists);
}

std::vector<HelperSum> close_all(std::vector<ShareHelper>& helpers) {
  const std::vector<ContributionId> agreed = agreed_by(helpers);
  std::vector<HelperSum> sums;
  sums.reserve(helpers.size());
  for (ShareHelper& helper : helpers) sums.push_back(*helper.close(agreed));
  return sums;
}

// One device tells a vector of ones.
void send_ones(std::vector<ShareHelper>& helpers, const RandomWords& words) {
  const auto shares = split_contribution(ContributionVector(5, 1), small, words);
  for (const ContributionShare& share : *shares) {
    EXPECT_TRUE(helpers[share.helper].take(share));
  }
}

ContributionVector draw_vector(core::Random& random, std::uint32_t size) {
  ContributionVector counts;
  for (std::uint32_t i = 0; i < size; ++i)
    counts.push_back(static_cast<std::int32_t>(random.between(-70, 70)));
  return counts;
}

TEST(Shares, AddUpToTheSumOfThoseWhoStayedWhoeverDropsOut) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    ContributionRound round = small;
    round.helpers = 2 + static_cast<std::uint32_t>(random.below(4));
    std::vector<ShareHelper> helpers = make_helpers(round);
    std::vector<std::int64_t> expected(round.size);
    std::uint32_t stayed = 0;
    while (stayed < 4 + seed % 7) {
      const ContributionVector counts = draw_vector(random, round.size);
      const auto shares = split_contribution(counts, round, seeded(random.next()));
      ASSERT_TRUE(shares);
      // One device in three leaves after its first shares; what it sent counts for nothing.
      const bool leaves = random.chance(1, 3);
      const std::size_t sent = leaves ? random.below(round.helpers) : round.helpers;
      for (std::size_t i = 0; i < sent; ++i) {
        const auto parsed = parse_share(encode_share((*shares)[i]));
        ASSERT_EQ(*parsed, (*shares)[i]);
        ASSERT_TRUE(helpers[i].take(*parsed));
      }
      if (leaves) continue;
      ++stayed;
      for (std::size_t i = 0; i < counts.size(); ++i) expected[i] += counts[i];
    }
    const auto sum = aggregate(round, close_all(helpers));
    ASSERT_TRUE(sum) << sum.error().message;
    EXPECT_EQ(*sum, expected);
  }
}

// For whatever all helpers but one see of one vector, there are words with which another vector
// looks exactly the same to them, and they are as likely: so the view says nothing.
TEST(Shares, ThatAllHelpersButOneSeeFitEveryVectorAlike) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    core::Random random(seed);
    const ContributionVector one = draw_vector(random, small.size);
    const ContributionVector other = draw_vector(random, small.size);
    const auto unseen = static_cast<std::uint32_t>(random.below(small.helpers));
    std::vector<std::uint64_t> drawn;
    const auto shares = *split_contribution(one, small, [&] {
      drawn.push_back(random.next());
      return drawn.back();
    });
    // Only the words of the unseen helper change; if that is the first, which is sent what is left,
    // none does.
    std::vector<std::uint64_t> moved = drawn;
    for (std::uint32_t i = 0; i < small.size && unseen > 0; ++i) {
      const std::size_t at = 2 + std::size_t{i} * (small.helpers - 1) + unseen - 1;
      const auto difference = static_cast<std::uint32_t>(other[i] - one[i]);
      moved[at] += std::uint64_t{difference} << 32U;
    }
    std::size_t next = 0;
    const auto again = *split_contribution(other, small, [&] { return moved[next++]; });
    for (std::uint32_t helper = 0; helper < small.helpers; ++helper) {
      if (helper != unseen) {
        EXPECT_EQ(shares[helper], again[helper]) << "seed " << seed;
      }
    }
  }
}

// The same by counting: what the first helper gets of two different vectors, by its highest bits.
TEST(Shares, OfDifferentVectorsAreDistributedAlike) {
  ContributionRound round = small;
  round.size = 1;
  constexpr int draws = 40'000;
  constexpr std::size_t cells = 64;
  std::array<std::array<int, cells>, 2> seen{};
  const std::array<ContributionVector, 2> vectors{ContributionVector{0}, ContributionVector{70}};
  for (std::size_t which = 0; which < vectors.size(); ++which) {
    const RandomWords words = seeded(which + 1);
    for (int i = 0; i < draws; ++i) {
      const auto shares = *split_contribution(vectors[which], round, words);
      // Lowest bits, which a small number changes most.
      ++seen[which][shares[0].words[0] % cells];
    }
  }
  double distance = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const double both = seen[0][cell] + seen[1][cell];
    distance += std::pow(seen[0][cell] - seen[1][cell], 2) / both;
  }
  EXPECT_LT(distance, 63 + 5 * std::sqrt(2 * 63.0)) << "chi-squared with 63 degrees of freedom";
}

TEST(Shares, AreNotSummedOverTooFewAndOnlyOnce) {
  std::vector<ShareHelper> helpers = make_helpers(small);
  const RandomWords words = seeded(3);
  for (int i = 0; i < 3; ++i) send_ones(helpers, words);
  std::vector<ContributionId> agreed = agreed_by(helpers);
  EXPECT_EQ(helpers[0].close(agreed).error().message, "3 contributions where 4 are needed");
  agreed.push_back(agreed.front());
  EXPECT_EQ(helpers[0].close(agreed).error().message,
            "a contribution that is named twice or did not come");
  send_ones(helpers, words);
  agreed = agreed_by(helpers);
  agreed.back()[0] ^= 1U;
  EXPECT_FALSE(helpers[0].close(agreed));
  agreed = agreed_by(helpers);
  EXPECT_TRUE(helpers[0].close(agreed));
  EXPECT_EQ(helpers[0].close(agreed).error().code, core::ErrorCode::unavailable);
  const auto late = *split_contribution(ContributionVector(5, 1), small, words);
  EXPECT_EQ(helpers[0].take(late[0]).error().code, core::ErrorCode::unavailable);
}

TEST(Shares, OfAnotherRoundOrTwiceAreRefused) {
  ShareHelper helper = *ShareHelper::make(small, 0);
  const auto shares = *split_contribution(ContributionVector(5, 1), small, seeded(1));
  ContributionShare other = shares[0];
  other.round = 8;
  EXPECT_FALSE(helper.take(other));
  other = shares[0];
  other.words.push_back(0);
  EXPECT_FALSE(helper.take(other));
  EXPECT_FALSE(helper.take(shares[1]));
  EXPECT_TRUE(helper.take(shares[0]));
  EXPECT_EQ(helper.take(shares[0]).error().code, core::ErrorCode::conflict);
  EXPECT_FALSE(ShareHelper::make(small, 3));
  EXPECT_FALSE(split_contribution(ContributionVector(4, 1), small, seeded(1)));
  EXPECT_FALSE(split_contribution(ContributionVector(5, 1000), small, seeded(1)));
  ContributionRound alone = small;
  alone.helpers = 1;
  EXPECT_FALSE(split_contribution(ContributionVector(5, 1), alone, seeded(1)));
}

TEST(Shares, ThatDoNotFitTogetherGiveNoSum) {
  std::vector<ShareHelper> helpers = make_helpers(small);
  const RandomWords words = seeded(5);
  for (int i = 0; i < 4; ++i) send_ones(helpers, words);
  const std::vector<HelperSum> good = close_all(helpers);
  ASSERT_TRUE(aggregate(small, good));
  std::vector<HelperSum> bad = good;
  bad[2] = bad[1];
  EXPECT_EQ(aggregate(small, bad).error().message, "the sum of a helper is missing or there twice");
  bad = good;
  bad[1].contributions.back()[3] ^= 1U;
  EXPECT_FALSE(aggregate(small, bad));
  bad = good;
  for (HelperSum& sum : bad) sum.contributions.resize(3);
  EXPECT_EQ(aggregate(small, bad).error().message, "fewer contributions than the round needs");
  bad = good;
  bad[0].words[2] += 1U << 20U;
  EXPECT_EQ(aggregate(small, bad).error().code, core::ErrorCode::forged);
  EXPECT_FALSE(aggregate(small, std::span(good).first(2)));
}

TEST(Shares, ThatAreCutOrChangedInTheirHeadDoNotParse) {
  const auto shares = *split_contribution(ContributionVector(5, -3), small, seeded(1));
  const core::Bytes bytes = encode_share(shares[0]);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(parse_share(core::ByteView(bytes).first(size)).error().code,
              core::ErrorCode::malformed);
  core::Bytes other = bytes;
  other[7] = '2';
  EXPECT_EQ(parse_share(other).error().code, core::ErrorCode::wrong_version);
  other = bytes;
  other.push_back(0);
  EXPECT_FALSE(parse_share(other));
}

}  // namespace
}  // namespace commune::recommend
