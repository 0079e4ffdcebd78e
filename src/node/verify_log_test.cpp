#include "node/verify_log.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "node/backup.h"
#include "node/test_commune.h"
#include "node/test_folder.h"
#include "wire/envelope_codec.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    EXPECT_TRUE(commune_.found().has_value());
    auto node = commune_.open().value();
    std::vector<std::future<Outcome>> answers;
    answers.push_back(node->submit(commune_.join("ana")));
    answers.push_back(node->submit(commune_.enter_kitchen("ana")));
    for (int i = 0; i < 30; ++i) {
      answers.push_back(node->submit(commune_.post_dinner("ana", std::to_string(i))));
    }
    for (auto& answer : answers) EXPECT_EQ(text_of(answer.get()), "accepted");
    tip_ = node->tip();
  }

  [[nodiscard]] SQLite::Database database() const {
    return {commune_.root() / "commune.db", SQLite::OPEN_READWRITE};
  }
  [[nodiscard]] core::Bytes block_bytes(std::int64_t height) const {
    auto log = BlockLog::open(commune_.root() / "commune.db", LogAccess::to_read).value();
    return log.find({height}).value()->bytes;
  }
  void store(std::int64_t height, const core::Bytes& bytes, const core::Digest& hash) const {
    auto db = database();
    SQLite::Statement update(db, "UPDATE blocks SET bytes = ?, hash = ? WHERE height = ?");
    update.bind(1, bytes.data(), static_cast<int>(bytes.size()));
    update.bind(2, hash.view().data(), 32);
    update.bind(3, height);
    update.exec();
  }
  void expect_corrupt(std::string_view what) const {
    const auto verified = verify_commune(commune_.root());
    ASSERT_FALSE(verified.has_value());
    EXPECT_EQ(verified.error().code, ErrorCode::corrupt);
    EXPECT_THAT(verified.error().message, HasSubstr(what));
  }

  TestFolder folder_;
  TestCommune commune_{folder_.path() / "home"};
  Tip tip_;
};

TEST_F(VerifyTest, AWholeCommuneGivesItsHeightAndDigest) {
  const auto verified = verify_commune(commune_.root());
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_EQ(verified->height, tip_.height);
  EXPECT_EQ(verified->digest, tip_.state_digest);
  EXPECT_EQ(verified->commands, 32U);
}

TEST_F(VerifyTest, ACommuneThatIsServedCanBeVerified) {
  const auto node = commune_.open().value();
  EXPECT_TRUE(verify_commune(commune_.root()).has_value());
}

TEST_F(VerifyTest, AChangedByteOfACommandIsNamed) {
  core::Bytes bytes = block_bytes(1);
  const core::Digest hash = hash_of_block(bytes);
  bytes[bytes.size() - 10] ^= 1U;  // in the signature of the last command
  store(1, bytes, hash);
  const auto commands = wire::parse_block(bytes).value().commands.size();
  expect_corrupt("command " + std::to_string(commands) + " of block 1 was changed");
}

TEST_F(VerifyTest, AChangedHeadOfABlockIsNamed) {
  core::Bytes bytes = block_bytes(1);
  const core::Digest hash = hash_of_block(bytes);
  bytes[4] ^= 1U;
  store(1, bytes, hash);
  expect_corrupt("block 1");
}

TEST_F(VerifyTest, ABlockThatWasReplacedWithItsHashBreaksTheChain) {
  auto block = wire::parse_block(block_bytes(1)).value();
  block.commands.pop_back();
  const core::Bytes bytes = wire::encode_block(block);
  store(1, bytes, hash_of_block(bytes));
  expect_corrupt(tip_.height.value > 1 ? "block 2" : "snapshot");
}

TEST_F(VerifyTest, ABlockThatWasRemovedIsMissed) {
  database().exec("DELETE FROM blocks WHERE height = " + std::to_string(tip_.height.value));
  expect_corrupt("blocks are missing");
}

TEST_F(VerifyTest, AnyChangedByteInTheDatabaseIsFoundOrHarmless) {
  const auto path = commune_.root() / "commune.db";
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
  for (std::streamoff offset = 40; offset < size; offset += 97) {
    flip_byte(path, offset);
    const auto verified = verify_commune(commune_.root());
    if (verified) {
      ASSERT_EQ(verified->digest, tip_.state_digest) << offset;
    }
    flip_byte(path, offset);
  }
  EXPECT_TRUE(verify_commune(commune_.root()).has_value());
}

TEST_F(VerifyTest, AChangedSnapshotIsNamed) {
  const auto file = std::to_string(tip_.height.value) + ".snapshot";
  flip_byte(commune_.root() / "snapshots" / file, 500);
  expect_corrupt(file);
}

TEST_F(VerifyTest, ABackupOfAServedCommuneRestoresToTheSameDigest) {
  const auto node = commune_.open().value();
  {
    std::ofstream(commune_.root() / "demo.json") << "[]";
  }
  const auto file = folder_.path() / "commune.backup";
  const auto backed_up = back_up(commune_.root(), file);
  ASSERT_TRUE(backed_up.has_value()) << backed_up.error().message;
  EXPECT_EQ(backed_up->height, tip_.height);
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".part"));
  const auto root = folder_.path() / "restored";
  const auto restored = restore(file, root);
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(verify_commune(root).value().digest, tip_.state_digest);
  EXPECT_EQ(read_file(root / "demo.json").value(), (core::Bytes{'[', ']'}));
  NodeOptions options;
  options.clock = &commune_.clock();
  auto second = Node::open(root, options).value();
  EXPECT_EQ(text_of(second->submit(commune_.join("ben")).get()), "accepted");
}

TEST_F(VerifyTest, ARestoreRefusesAFileThatIsNoBackupAndLeavesNothing) {
  const auto root = folder_.path() / "restored";
  EXPECT_EQ(restore(commune_.root() / "VERSION", root).error().code, ErrorCode::corrupt);
  EXPECT_TRUE(std::filesystem::is_empty(root));
  EXPECT_EQ(restore(commune_.root() / "commune.db", root).error().code, ErrorCode::invalid);
  EXPECT_EQ(restore(folder_.path() / "none", root).error().code, ErrorCode::not_found);
  EXPECT_EQ(restore(commune_.root() / "VERSION", commune_.root()).error().code,
            ErrorCode::conflict);
}

}  // namespace
}  // namespace commune::node
