#include "node/data_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "node/test_folder.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

TEST(DataDirectory, IsNoCommuneUntilItIsSealed) {
  const TestFolder folder;
  const auto root = folder.path() / "home";
  const auto made = DataDirectory::make(root);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_EQ(find_data_directory(root).error().code, ErrorCode::not_found);
  ASSERT_TRUE(made->seal().has_value());
  EXPECT_TRUE(find_data_directory(root).has_value());
}

TEST(DataDirectory, IsNotMadeWhereSomethingIsAlready) {
  const TestFolder folder;
  std::ofstream(folder.path() / "letters.txt") << "dear";
  EXPECT_EQ(DataDirectory::make(folder.path()).error().code, ErrorCode::conflict);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "LOCK"));
}

TEST(DataDirectory, SaysWhereAFoundingWasCutOff) {
  const TestFolder folder;
  const auto root = folder.path() / "home";
  {
    ASSERT_TRUE(DataDirectory::make(root).has_value());
    std::ofstream(root / "commune.db") << "half";
  }
  const auto again = DataDirectory::make(root);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_THAT(again.error().message, HasSubstr("did not come to its end"));
}

TEST(DataDirectory, IsNotMadeTwice) {
  const TestFolder folder;
  {
    ASSERT_TRUE(DataDirectory::make(folder.path())->seal().has_value());
  }
  const auto again = DataDirectory::make(folder.path());
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST(DataDirectory, NamesTheProcessThatHoldsIt) {
  const TestFolder folder;
  {
    ASSERT_TRUE(DataDirectory::make(folder.path())->seal().has_value());
  }
  const auto held = DataDirectory::open(folder.path());
  ASSERT_TRUE(held.has_value());
  const auto second = DataDirectory::open(folder.path());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::in_use);
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(::getpid())));
}

TEST(DataDirectory, IsFreeAgainWhenItsHolderIsKilled) {
  const TestFolder folder;
  {
    ASSERT_TRUE(DataDirectory::make(folder.path())->seal().has_value());
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = DataDirectory::open(folder.path());
    ::raise(SIGKILL);
  }
  ASSERT_GT(child, 0);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(DataDirectory::open(folder.path()).has_value());
}

TEST(DataDirectory, RefusesAnotherVersion) {
  const TestFolder folder;
  std::ofstream(folder.path() / "VERSION") << "commune data 2\n";
  const auto opened = DataDirectory::open(folder.path());
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::wrong_version);
}

TEST(DataDirectory, SaysThatAFolderIsNoCommune) {
  const TestFolder folder;
  EXPECT_EQ(DataDirectory::open(folder.path()).error().code, ErrorCode::not_found);
  EXPECT_EQ(DataDirectory::open(folder.path() / "nowhere").error().code, ErrorCode::not_found);
}

TEST(DataDirectory, SaysThatTheDiskIsReadOnly) {
  const TestFolder folder;
  const auto disk = SmallDisk::make(folder.path() / "disk", "1m");
  if (!disk) GTEST_SKIP() << "mounting a small disk takes root";
  {
    ASSERT_TRUE(DataDirectory::make(disk->path() / "home")->seal().has_value());
  }
  ASSERT_TRUE(disk->set_read_only(true));
  const auto opened = DataDirectory::open(disk->path() / "home");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::storage_read_only);
}

TEST(KeeperSeed, ComesBackAndIsReadableByItsOwnerOnly) {
  const TestFolder folder;
  const DataPaths paths{folder.path()};
  KeeperSeed seed{};
  seed[0] = 7;
  ASSERT_TRUE(write_keeper_seed(paths, seed).has_value());
  EXPECT_EQ(read_keeper_seed(paths).value(), seed);
  struct stat facts{};
  ASSERT_EQ(::stat(paths.keeper_key().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(KeeperSeed, OfAnotherSizeIsCorrupt) {
  const TestFolder folder;
  const DataPaths paths{folder.path()};
  std::ofstream(paths.keeper_key()) << "short";
  EXPECT_EQ(read_keeper_seed(paths).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace commune::node
