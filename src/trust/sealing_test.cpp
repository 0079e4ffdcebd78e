// What is sealed is opened by one key in one context, byte for byte as the standard says, and by
// nothing else.
#include "trust/sealing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "core/random.h"

namespace commune::trust {
namespace {

// One text field of tests/vectors/sealing.json, which is flat.
core::Bytes field(const std::string& name) {
  std::ifstream file(std::string(COMMUNE_SOURCE_DIR) + "/tests/vectors/sealing.json");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const auto begin = all.find("\"" + name + "\": \"") + name.size() + 5;
  return core::parse_hex(all.substr(begin, all.find('"', begin) - begin)).value();
}

Seed seed_of(core::ByteView bytes) {
  Seed seed{};
  std::ranges::copy(bytes, seed.begin());
  return seed;
}

Seed drawn(core::Random& random) {
  Seed seed{};
  for (std::uint8_t& byte : seed) byte = static_cast<std::uint8_t>(random.next());
  return seed;
}

core::Bytes drawn_bytes(core::Random& random, std::size_t size) {
  core::Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

TEST(Sealing, IsWhatTheStandardSays) {
  const SealingKey receiver(seed_of(field("receiver_secret")));
  EXPECT_EQ(receiver.public_key().hex(), core::to_hex(field("receiver_public")));
  const core::Bytes info = field("info");
  const core::Bytes bound = field("bound");
  const SealContext context{core::as_text(info), bound};
  const auto sealed =
      seal(receiver.public_key(), context, field("plain"), seed_of(field("ephemeral_secret")));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(core::to_hex(*sealed), core::to_hex(field("sealed")));
  EXPECT_EQ(receiver.open(context, field("sealed")), field("plain"));
}

TEST(Sealing, OpensForItsKeyAloneAndOnlyUnchanged) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    const SealingKey receiver(drawn(random));
    const SealingKey other(drawn(random));
    const core::Bytes bound = drawn_bytes(random, random.below(40));
    const SealContext context{"a use", bound};
    const core::Bytes plain = drawn_bytes(random, random.below(300));
    const core::Bytes sealed = *seal(receiver.public_key(), context, plain);
    EXPECT_EQ(sealed.size(), plain.size() + seal_overhead_bytes);
    EXPECT_EQ(receiver.open(context, sealed), plain);
    EXPECT_NE(*seal(receiver.public_key(), context, plain), sealed) << "fresh each time";
    EXPECT_EQ(other.open(context, sealed).error().code, core::ErrorCode::forged);
    EXPECT_FALSE(receiver.open({"another use", bound}, sealed));
    EXPECT_FALSE(receiver.open({"a use", drawn_bytes(random, 41)}, sealed));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
      core::Bytes changed = sealed;
      changed[at] ^= static_cast<std::uint8_t>(1U << random.below(8));
      EXPECT_FALSE(receiver.open(context, changed)) << at;
      EXPECT_FALSE(receiver.open(context, core::ByteView(sealed).first(at))) << at;
    }
  }
}

TEST(Sealing, RefusesAKeyThatIsNoKey) {
  EXPECT_EQ(seal(SealingPublicKey{}, {"a use", {}}, {}).error().code, core::ErrorCode::invalid);
}

}  // namespace
}  // namespace commune::trust
