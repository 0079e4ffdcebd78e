// What a node announces of one gathering of contributions, before anybody tells anything: under
// which terms, in which layout, until when, and who sums. Everybody (devices, helpers, the node)
// binds what they do to the digest of the same bytes, so a node cannot tell one thing to the
// devices and another to the helpers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"
#include "recommend/contribution_shares.h"

namespace commune::recommend {

inline constexpr std::size_t helper_name_size_max = 80;  // bytes
inline constexpr core::Seconds round_span_max = core::days(366);

struct AnnouncedHelper {
  std::string name;           // for people; 1 to helper_name_size_max bytes
  core::Bytes sealing_key{};  // X25519, 32 bytes
  friend bool operator==(const AnnouncedHelper&, const AnnouncedHelper&) = default;
};

struct Announcement {
  core::Digest chain;        // of the commune
  std::uint64_t number = 0;  // of the round: the second it opens, so that it only ever grows
  core::Time closes_at;      // after it opens, by at most round_span_max
  PrivacyTerms terms;
  std::vector<std::string> kinds;        // of job, each once, in the order of the counts
  std::vector<AnnouncedHelper> helpers;  // helpers_min to helpers_max; the first is the node
  friend bool operator==(const Announcement&, const Announcement&) = default;
};

// Refuses (invalid) what is outside these bounds, with which.
[[nodiscard]] core::Result<void> check_announcement(const Announcement& announcement);

// The same for all who take part. The announcement is within its bounds.
[[nodiscard]] ContributionRound round_of(const Announcement& announcement);

// "CMROUND1", then the fields in order; numbers with the most significant byte first, texts and
// lists with their length. Parsing refuses (malformed) anything else, (invalid) as above.
[[nodiscard]] core::Bytes encode_announcement(const Announcement& announcement);
[[nodiscard]] core::Result<Announcement> parse_announcement(core::ByteView bytes);

// SHA-256 of "commune/learning/round/v1", a zero byte and those bytes.
[[nodiscard]] core::Digest digest_of(const Announcement& announcement);

}  // namespace commune::recommend
