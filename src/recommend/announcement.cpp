#include "recommend/announcement.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "core/check.h"
#include "core/hash.h"
#include "recommend/byte_codec.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr std::string_view magic = "CMROUND1";
constexpr std::string_view label = "commune/learning/round/v1";
constexpr std::size_t kind_name_size_max = 200;
constexpr std::size_t sealing_key_size = 32;

bool is_name(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most;
}

}  // namespace

core::Result<void> check_announcement(const Announcement& announcement) {
  TRY_VOID(check_terms(announcement.terms));
  const std::int64_t opens = static_cast<std::int64_t>(announcement.number);
  if (opens < 1 || opens > core::time_seconds_max || announcement.closes_at.seconds <= opens ||
      announcement.closes_at.seconds > opens + round_span_max.count) {
    return fail(ErrorCode::invalid, "a round closes within 366 days after it opened");
  }
  const std::set<std::string_view> kinds(announcement.kinds.begin(), announcement.kinds.end());
  if (announcement.kinds.size() > contribution_kinds_max ||
      kinds.size() != announcement.kinds.size() ||
      !std::ranges::all_of(
          kinds, [](std::string_view name) { return is_name(name, kind_name_size_max); })) {
    return fail(ErrorCode::invalid, "a round has at most 128 kinds of job, each named once");
  }
  std::set<core::Bytes> keys;
  for (const AnnouncedHelper& helper : announcement.helpers) {
    if (!is_name(helper.name, helper_name_size_max) ||
        helper.sealing_key.size() != sealing_key_size || !keys.insert(helper.sealing_key).second)
      return fail(ErrorCode::invalid, "each helper has a name and a key of its own");
  }
  if (keys.size() < helpers_min || keys.size() > helpers_max) {
    return fail(ErrorCode::invalid, "a round has 2 to 16 helpers");
  }
  return {};
}

ContributionRound round_of(const Announcement& announcement) {
  CHECK(check_announcement(announcement));
  const ContributionLayout layout(static_cast<std::uint32_t>(announcement.kinds.size()));
  return {.round = announcement.number,
          .helpers = static_cast<std::uint32_t>(announcement.helpers.size()),
          .size = static_cast<std::uint32_t>(layout.size()),
          .terms = announcement.terms};
}

core::Bytes encode_announcement(const Announcement& announcement) {
  ByteWriter out;
  out.raw(core::as_bytes(magic));
  out.raw(announcement.chain.view());
  out.wide(announcement.number);
  out.wide(static_cast<std::uint64_t>(announcement.closes_at.seconds));
  out.wide(announcement.terms.norm_squared_max);
  out.number(announcement.terms.noise_variance);
  out.number(announcement.terms.devices_min);
  out.texts(announcement.kinds);
  out.number(static_cast<std::uint32_t>(announcement.helpers.size()));
  for (const AnnouncedHelper& helper : announcement.helpers) {
    out.text(helper.name);
    out.text(core::as_text(helper.sealing_key));
  }
  return out.take();
}

core::Result<Announcement> parse_announcement(core::ByteView bytes) {
  const auto malformed = [] {
    return fail(ErrorCode::malformed, "these bytes are no announcement of a round");
  };
  ByteReader in(bytes);
  if (core::as_text(in.raw(magic.size())) != magic) return malformed();
  Announcement announcement;
  announcement.chain = core::Digest::from(in.raw(core::Digest::size)).value_or(core::Digest{});
  announcement.number = in.wide();
  announcement.closes_at = {static_cast<std::int64_t>(in.wide())};
  announcement.terms.norm_squared_max = in.wide();
  announcement.terms.noise_variance = in.number();
  announcement.terms.devices_min = in.number();
  announcement.kinds = in.texts();
  const std::uint32_t helpers = in.number();
  if (!in.has(helpers)) return malformed();
  for (std::uint32_t i = 0; i < helpers; ++i) {
    std::string name = in.text();
    const std::string key = in.text();
    const core::ByteView key_bytes = core::as_bytes(key);
    announcement.helpers.push_back(
        {std::move(name), core::Bytes(key_bytes.begin(), key_bytes.end())});
  }
  if (!in.is_whole()) return malformed();
  TRY_VOID(check_announcement(announcement));
  return announcement;
}

core::Digest digest_of(const Announcement& announcement) {
  return core::labelled_hash(label, {encode_announcement(announcement)});
}

}  // namespace commune::recommend
