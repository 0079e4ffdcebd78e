// One helper's side of the rounds of one node: takes sealed shares, says which contributions came,
// closes a round once, over the contributions that all helpers have, and forgets the shares. What
// lies on its disk is sealed; a share is opened in memory, to be checked and to be added.
//
// It keeps what it promised through a restart: a round that was closed gives the same sum over the
// same contributions again, and over others never (contribution_shares.h says why).
// All of it may be called from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "node/small_database.h"
#include "recommend/announcement.h"
#include "trust/sealing.h"

namespace commune::node {

inline constexpr std::size_t contributions_max = 4096;  // of one round
inline constexpr std::string_view share_info = "commune/learning/share/v1";

class HelperDesk {
 public:
  // `devices_min`: rounds that would sum fewer are refused, whatever their node announces.
  [[nodiscard]] static core::Result<std::unique_ptr<HelperDesk>> open(
      const std::filesystem::path& path, const trust::Seed& key, std::uint32_t devices_min);

  [[nodiscard]] const trust::SealingPublicKey& key() const { return key_.public_key(); }

  // From now on this round's shares are taken, and all that is older is forgotten. Saying it again
  // changes nothing. Refuses (invalid) a round that this helper is not in or that sums too few,
  // (conflict) one that is not later than the one it knows.
  [[nodiscard]] core::Result<void> announce(const recommend::Announcement& announcement);

  // The share of the contribution of that name. Durable on return; the same bytes again change
  // nothing. Refuses (not_found) a round that was not announced or is over, (unavailable) a closed
  // one, (forged) what is not sealed to this helper for this round, (malformed, invalid) what is no
  // share of it or of another contribution, (conflict) another share of the same contribution,
  // (too_large) more than contributions_max.
  [[nodiscard]] core::Result<void> take(const core::Digest& round,
                                        const recommend::ContributionId& contribution,
                                        core::ByteView sealed);

  // Many shares, durable together. Answers how many were left out for what is wrong with them
  // alone (forged, malformed, invalid, conflict); what is wrong with the round or with this helper
  // refuses them all.
  [[nodiscard]] core::Result<std::uint32_t> take(const core::Digest& round,
                                                 std::span<const core::ByteView> sealed);

  // Ascending; of a closed round none. Refuses (not_found) as above.
  [[nodiscard]] core::Result<std::vector<recommend::ContributionId>> contributions(
      const core::Digest& round);

  // The sum over exactly these, durable on return, with the shares gone. Again over the same: the
  // same sum; over others: refused (conflict). Otherwise refuses as ShareHelper::close does.
  [[nodiscard]] core::Result<recommend::HelperSum> close(
      const core::Digest& round, std::vector<recommend::ContributionId> agreed);

 private:
  struct Round {
    recommend::Announcement announcement;
    std::uint32_t helper = 0;
    core::Bytes agreed;  // ids one after another; empty: still open
    core::Bytes sum;
  };
  HelperDesk(SmallDatabase database, const trust::Seed& key, std::uint32_t devices_min)
      : database_(std::move(database)), key_(key), devices_min_(devices_min) {}

  [[nodiscard]] core::Result<std::uint32_t> index_in(
      const recommend::Announcement& announcement) const;
  [[nodiscard]] core::Result<Round> find(const core::Digest& round);
  [[nodiscard]] core::Result<Round> find_open(const core::Digest& round);
  [[nodiscard]] core::Result<recommend::ContributionShare> open_share(const core::Digest& round,
                                                                      core::ByteView sealed) const;
  // Whose share it is, if it is one of this round for this helper.
  [[nodiscard]] core::Result<recommend::ContributionId> contribution_of(
      const core::Digest& digest, const Round& round, core::ByteView sealed) const;
  [[nodiscard]] core::Result<recommend::HelperSum> sum_over(
      const core::Digest& digest, const Round& round,
      std::vector<recommend::ContributionId> agreed);

  std::mutex mutex_;
  SmallDatabase database_;
  const trust::SealingKey key_;
  const std::uint32_t devices_min_;
};

// Ids one after another, 16 bytes each. Parsing refuses (malformed) another length.
[[nodiscard]] core::Bytes encode_contributions(
    const std::vector<recommend::ContributionId>& contributions);
[[nodiscard]] core::Result<std::vector<recommend::ContributionId>> parse_contributions(
    core::ByteView bytes);
// The words of a sum, the most significant byte first. Parsing refuses (malformed) another length.
[[nodiscard]] core::Bytes encode_sum(const std::vector<std::uint32_t>& words);
[[nodiscard]] core::Result<std::vector<std::uint32_t>> parse_sum(core::ByteView bytes);

}  // namespace commune::node
