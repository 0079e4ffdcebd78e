#include "node/vault.h"

#include <gtest/gtest.h>

#include "node/test_folder.h"
#include "trust/vault.h"
#include "wire/vault_codec.h"

namespace commune::node {
namespace {

class VaultTest : public ::testing::Test {
 protected:
  std::unique_ptr<Vault> open() {
    auto vault = Vault::open(DataPaths{folder_.path()});
    EXPECT_TRUE(vault) << vault.error().message;
    return std::move(*vault);
  }

  model::VaultBlob blob(std::uint64_t version, core::Bytes sealed) const {
    model::VaultBlob blob{.version = version, .sealed = std::move(sealed), .signature = {}};
    trust::sign_vault_blob(blob, key_, chain_);
    return blob;
  }

  core::Result<void> put(Vault& vault, const model::VaultBlob& blob, std::size_t blobs_max = 9) {
    return vault.put(key_.public_key(), chain_, blob, blobs_max);
  }

  TestFolder folder_;
  const trust::SigningKey key_{trust::Seed{1, 2, 3}};
  const model::ChainId chain_{std::array<std::uint8_t, 32>{7}};
};

TEST_F(VaultTest, GivesBackWhatWasPutAlsoAfterARestart) {
  EXPECT_EQ(open()->find(key_.public_key()).value(), std::nullopt);
  const auto kept = blob(1, core::Bytes(200'000, 5));
  ASSERT_TRUE(put(*open(), kept));
  const auto found = open()->find(key_.public_key()).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(wire::parse_vault_blob(*found).value(), kept);
}

TEST_F(VaultTest, TakesOnlySomethingNewer) {
  const auto vault = open();
  ASSERT_TRUE(put(*vault, blob(5, {1})));
  for (const std::uint64_t version : {1U, 4U, 5U}) {
    EXPECT_EQ(put(*vault, blob(version, {2})).error().code, core::ErrorCode::conflict);
  }
  EXPECT_TRUE(put(*vault, blob(6, {})));  // wiped
}

TEST_F(VaultTest, TakesNothingOfAnotherKeyOrChainOrThatWasChanged) {
  const auto vault = open();
  const trust::SigningKey other{trust::Seed{9}};
  EXPECT_EQ(vault->put(other.public_key(), chain_, blob(1, {1}), 9).error().code,
            core::ErrorCode::forged);
  EXPECT_EQ(vault->put(key_.public_key(), model::ChainId{}, blob(1, {1}), 9).error().code,
            core::ErrorCode::forged);
  auto changed = blob(1, {1, 2, 3});
  changed.sealed[1] ^= 1U;
  EXPECT_EQ(put(*vault, changed).error().code, core::ErrorCode::forged);
  changed = blob(1, {1});
  changed.version = 2;
  EXPECT_EQ(put(*vault, changed).error().code, core::ErrorCode::forged);
}

TEST_F(VaultTest, IsFullForNewOnesAlone) {
  const auto vault = open();
  ASSERT_TRUE(put(*vault, blob(1, {1}), 1));
  const trust::SigningKey other{trust::Seed{9}};
  model::VaultBlob newcomer{.version = 1, .sealed = {1}, .signature = {}};
  trust::sign_vault_blob(newcomer, other, chain_);
  EXPECT_EQ(vault->put(other.public_key(), chain_, newcomer, 1).error().code,
            core::ErrorCode::unavailable);
  EXPECT_EQ(open()->put(other.public_key(), chain_, newcomer, 1).error().code,
            core::ErrorCode::unavailable);
  EXPECT_TRUE(put(*vault, blob(2, {1}), 1));
}

TEST(VaultBlob, HasLimits) {
  model::VaultBlob blob{.version = 1,
                        .sealed = core::Bytes(model::vault_sealed_size_max),
                        .signature = model::Signature{std::array<std::uint8_t, 64>{1}}};
  EXPECT_TRUE(wire::parse_vault_blob(wire::encode_vault_blob(blob)));
  blob.sealed.push_back(0);
  EXPECT_EQ(wire::parse_vault_blob(wire::encode_vault_blob(blob)).error().code,
            core::ErrorCode::too_large);
  blob.sealed.clear();
  blob.version = 0;
  EXPECT_EQ(wire::parse_vault_blob(wire::encode_vault_blob(blob)).error().code,
            core::ErrorCode::malformed);
  EXPECT_FALSE(wire::parse_vault_blob(core::Bytes{1, 2, 3}));
}

}  // namespace
}  // namespace commune::node
