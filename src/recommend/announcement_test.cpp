// What is announced comes back as it was, byte for byte, and says nothing that a round cannot keep.
#include "recommend/announcement.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace commune::recommend {
namespace {

Announcement drawn(std::uint64_t seed) {
  core::Random random(seed);
  Announcement announcement;
  announcement.number = 1 + random.below(2'000'000'000);
  announcement.closes_at = {
      static_cast<std::int64_t>(announcement.number + 1 + random.below(9'999))};
  announcement.terms = {.norm_squared_max = 1 + random.below(1'000),
                        .noise_variance = 1 + static_cast<std::uint32_t>(random.below(1'000)),
                        .devices_min = 2 + static_cast<std::uint32_t>(random.below(1'000))};
  for (std::uint64_t i = random.below(9); i > 0; --i)
    announcement.kinds.push_back("kind-" + std::to_string(i));
  for (std::uint64_t i = 2 + random.below(4); i > 0; --i)
    announcement.helpers.push_back(
        {"Helper " + std::to_string(i), core::Bytes(32, static_cast<std::uint8_t>(i))});
  return announcement;
}

TEST(Announcement, ComesBackAsItWas) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    const Announcement announcement = drawn(seed);
    const core::Bytes bytes = encode_announcement(announcement);
    const auto parsed = parse_announcement(bytes);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(*parsed, announcement);
    EXPECT_EQ(digest_of(*parsed), digest_of(announcement));
    for (std::size_t size = 0; size < bytes.size(); ++size)
      ASSERT_FALSE(parse_announcement(core::ByteView(bytes).first(size))) << size;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      core::Bytes changed = bytes;
      changed[at] ^= static_cast<std::uint8_t>(1U << ((at + seed) % 8));
      const auto other = parse_announcement(changed);
      ASSERT_TRUE(!other || digest_of(*other) != digest_of(announcement)) << at;
    }
  }
}

TEST(Announcement, SaysNothingThatARoundCannotKeep) {
  const auto is_refused = [](auto change) {
    Announcement announcement = drawn(3);
    change(announcement);
    const auto checked = check_announcement(announcement);
    return !checked && checked.error().code == core::ErrorCode::invalid &&
           !parse_announcement(encode_announcement(announcement));
  };
  EXPECT_TRUE(is_refused([](Announcement& one) { one.number = 0; }));
  EXPECT_TRUE(is_refused(
      [](Announcement& one) { one.closes_at = {static_cast<std::int64_t>(one.number)}; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.closes_at = {core::time_seconds_max}; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.terms.devices_min = 1; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.kinds = {"pots", "pots"}; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.kinds = {""}; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.helpers.resize(1); }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.helpers[0] = one.helpers[1]; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.helpers[0].name = ""; }));
  EXPECT_TRUE(is_refused([](Announcement& one) { one.helpers[0].sealing_key.pop_back(); }));
}

}  // namespace
}  // namespace commune::recommend
