#include "recommend/contribution_shares.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/big_endian.h"
#include "recommend/byte_codec.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr std::string_view magic = "CMSHARE";
constexpr std::uint8_t version = '1';
constexpr std::uint32_t size_max = 1'000'000;
constexpr std::size_t header_size = 8 + 8 + 4 + 16 + 4;

// No count of one device is further from zero: its clipped part, and noise that is larger once in
// e^200 draws.
std::int64_t count_max(const PrivacyTerms& terms) {
  return static_cast<std::int64_t>(std::sqrt(static_cast<double>(terms.norm_squared_max)) +
                                   20 * std::sqrt(static_cast<double>(terms.noise_variance))) +
         1;
}

core::Result<void> check_round(const ContributionRound& round) {
  TRY_VOID(check_terms(round.terms));
  if (round.helpers < helpers_min || round.helpers > helpers_max || round.size < 1 ||
      round.size > size_max) {
    return fail(ErrorCode::invalid, "a round has 2 to 16 helpers and 1 to 1000000 counts");
  }
  return {};
}

bool is_set_of_contributions(const std::vector<ContributionId>& ids) {
  return std::ranges::adjacent_find(ids, std::ranges::greater_equal{}) == ids.end();
}

}  // namespace

core::Result<std::vector<ContributionShare>> split_contribution(const ContributionVector& noised,
                                                                const ContributionRound& round,
                                                                const RandomWords& words) {
  TRY_VOID(check_round(round));
  const std::int64_t most = count_max(round.terms);
  if (noised.size() != round.size || !std::ranges::all_of(noised, [most](std::int64_t count) {
        return count >= -most && count <= most;
      })) {
    return fail(ErrorCode::invalid,
                "a contribution of another size, or with a count beyond " + std::to_string(most));
  }
  ContributionId id{};
  for (std::size_t i = 0; i < id.size(); i += 8)
    std::ranges::copy(core::big_endian(words()), id.begin() + static_cast<std::ptrdiff_t>(i));
  std::vector<ContributionShare> shares;
  shares.reserve(round.helpers);
  for (std::uint32_t helper = 0; helper < round.helpers; ++helper)
    shares.push_back({round.round, helper, id, std::vector<std::uint32_t>(round.size)});
  for (std::size_t i = 0; i < noised.size(); ++i) {
    auto rest = static_cast<std::uint32_t>(noised[i]);
    for (std::uint32_t helper = 1; helper < round.helpers; ++helper) {
      const auto word = static_cast<std::uint32_t>(words() >> 32U);
      shares[helper].words[i] = word;
      rest -= word;
    }
    shares[0].words[i] = rest;
  }
  return shares;
}

std::size_t share_size_bytes(std::uint32_t size) { return header_size + std::size_t{4} * size; }

core::Bytes encode_share(const ContributionShare& share) {
  ByteWriter out;
  out.raw(core::as_bytes(magic));
  out.raw(std::array{version});
  out.wide(share.round);
  out.number(share.helper);
  out.raw(share.contribution);
  out.number(static_cast<std::uint32_t>(share.words.size()));
  for (const std::uint32_t word : share.words) out.number(word);
  return out.take();
}

core::Result<ContributionShare> parse_share(core::ByteView bytes) {
  if (bytes.size() < header_size || core::as_text(bytes.first(magic.size())) != magic) {
    return fail(ErrorCode::malformed, "these bytes are no share of a contribution");
  }
  if (bytes[magic.size()] != version) {
    return fail(ErrorCode::wrong_version, "a share of another version");
  }
  ByteReader in(bytes.subspan(8));
  ContributionShare share;
  share.round = in.wide();
  share.helper = in.number();
  std::ranges::copy(in.raw(share.contribution.size()), share.contribution.begin());
  const std::uint32_t count = in.number();
  if (count > size_max || bytes.size() != share_size_bytes(count)) {
    return fail(ErrorCode::malformed, "a share that is cut short or too long");
  }
  for (std::size_t i = 0; i < count; ++i) share.words.push_back(in.number());
  return share;
}

core::Result<ShareHelper> ShareHelper::make(const ContributionRound& round, std::uint32_t helper) {
  TRY_VOID(check_round(round));
  if (helper >= round.helpers) return fail(ErrorCode::invalid, "a helper that is not in the round");
  return ShareHelper(round, helper);
}

core::Result<void> ShareHelper::take(ContributionShare share) {
  if (closed_) return fail(ErrorCode::unavailable, "the round is closed");
  if (share.round != round_.round || share.helper != helper_ || share.words.size() != round_.size) {
    return fail(ErrorCode::invalid, "a share of another round, helper or size");
  }
  if (!shares_.emplace(share.contribution, std::move(share.words)).second) {
    return fail(ErrorCode::conflict, "a share of this contribution came already");
  }
  return {};
}

std::vector<ContributionId> ShareHelper::contributions() const {
  std::vector<ContributionId> ids;
  ids.reserve(shares_.size());
  for (const auto& [id, words] : shares_) ids.push_back(id);
  return ids;
}

core::Result<HelperSum> ShareHelper::close(std::vector<ContributionId> agreed) {
  if (closed_) return fail(ErrorCode::unavailable, "the round is closed");
  if (agreed.size() < round_.terms.devices_min) {
    return fail(ErrorCode::invalid, std::to_string(agreed.size()) + " contributions where " +
                                        std::to_string(round_.terms.devices_min) + " are needed");
  }
  std::ranges::sort(agreed);
  if (!is_set_of_contributions(agreed) ||
      !std::ranges::all_of(agreed,
                           [this](const ContributionId& id) { return shares_.contains(id); })) {
    return fail(ErrorCode::invalid, "a contribution that is named twice or did not come");
  }
  HelperSum sum{helper_, std::move(agreed), std::vector<std::uint32_t>(round_.size)};
  for (const ContributionId& id : sum.contributions) {
    const std::vector<std::uint32_t>& words = shares_.at(id);
    for (std::size_t i = 0; i < words.size(); ++i) sum.words[i] += words[i];
  }
  closed_ = true;
  shares_.clear();
  return sum;
}

std::vector<ContributionId> common_contributions(
    std::span<const std::vector<ContributionId>> of_helpers) {
  if (of_helpers.empty()) return {};
  std::set<ContributionId> common(of_helpers.front().begin(), of_helpers.front().end());
  for (const std::vector<ContributionId>& ids : of_helpers.subspan(1)) {
    const std::set<ContributionId> here(ids.begin(), ids.end());
    std::erase_if(common, [&here](const ContributionId& id) { return !here.contains(id); });
  }
  return {common.begin(), common.end()};
}

core::Result<std::vector<std::int64_t>> aggregate(const ContributionRound& round,
                                                  std::span<const HelperSum> sums) {
  TRY_VOID(check_round(round));
  if (sums.size() != round.helpers) {
    return fail(ErrorCode::invalid, "the sum of a helper is missing or there twice");
  }
  const std::vector<ContributionId>& agreed = sums.front().contributions;
  if (agreed.size() < round.terms.devices_min || !is_set_of_contributions(agreed)) {
    return fail(ErrorCode::invalid, "fewer contributions than the round needs");
  }
  std::vector<std::uint32_t> total(round.size);
  std::set<std::uint32_t> helpers;
  for (const HelperSum& sum : sums) {
    if (sum.helper >= round.helpers || !helpers.insert(sum.helper).second) {
      return fail(ErrorCode::invalid, "the sum of a helper is missing or there twice");
    }
    if (sum.contributions != agreed || sum.words.size() != round.size) {
      return fail(ErrorCode::invalid, "helpers summed different contributions");
    }
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += sum.words[i];
  }
  const std::int64_t most = count_max(round.terms) * static_cast<std::int64_t>(agreed.size());
  if (most > INT32_MAX) return fail(ErrorCode::too_large, "too many contributions for one sum");
  std::vector<std::int64_t> result;
  for (const std::uint32_t word : total) {
    const std::int64_t count = static_cast<std::int32_t>(word);
    if (count < -most || count > most) {
      return fail(ErrorCode::forged, "a sum is beyond what so many devices can reach");
    }
    result.push_back(count);
  }
  return result;
}

}  // namespace commune::recommend
