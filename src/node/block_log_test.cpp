#include "node/block_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "node/sqlite_error.h"
#include "node/test_folder.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

core::Bytes block(std::int64_t height, std::size_t size = 100) {
  core::Bytes bytes(size, static_cast<std::uint8_t>(height));
  return bytes;
}

BlockLog make_log(const std::filesystem::path& path) {
  auto log = BlockLog::make(path, core::as_bytes("genesis"));
  EXPECT_TRUE(log.has_value()) << log.error().message;
  return *std::move(log);
}

std::int64_t count_blocks(BlockLog& log) {
  std::int64_t count = 0;
  const auto done = log.read({1}, [&](const StoredBlock& stored) -> core::Result<void> {
    ++count;
    EXPECT_EQ(stored.height.value, count);
    EXPECT_EQ(stored.hash, hash_of_block(stored.bytes));
    return {};
  });
  EXPECT_TRUE(done.has_value()) << done.error().message;
  return count;
}

TEST(BlockLog, GivesBackBlocksInOrderAfterReopening) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  {
    BlockLog log = make_log(path);
    EXPECT_EQ(log.tip().height.value, 0);
    for (std::int64_t height = 1; height <= 20; ++height) {
      const auto tip = log.append(block(height));
      ASSERT_TRUE(tip.has_value());
      EXPECT_EQ(tip->height.value, height);
    }
  }
  auto log = BlockLog::open(path, LogAccess::to_write);
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(core::as_text(log->genesis()), "genesis");
  EXPECT_EQ(log->tip().height.value, 20);
  EXPECT_EQ(log->tip().hash, hash_of_block(block(20)));
  EXPECT_EQ(count_blocks(*log), 20);
  EXPECT_EQ(log->find({7}).value()->bytes, block(7));
  EXPECT_FALSE(log->find({21}).value().has_value());
}

TEST(BlockLog, CanBeReadByAnotherWhileItIsWritten) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  BlockLog writer = make_log(path);
  ASSERT_TRUE(writer.append(block(1)).has_value());
  auto reader = BlockLog::open(path, LogAccess::to_read);
  ASSERT_TRUE(reader.has_value());
  ASSERT_TRUE(writer.append(block(2)).has_value());
  EXPECT_EQ(count_blocks(*reader), 2);
}

TEST(BlockLog, NamesTheBlockWhoseByteWasChanged) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  {
    BlockLog log = make_log(path);
    for (std::int64_t height = 1; height <= 5; ++height) {
      ASSERT_TRUE(log.append(block(height)).has_value());
    }
  }
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec("UPDATE blocks SET bytes = zeroblob(100) WHERE height = 3");
  auto log = BlockLog::open(path, LogAccess::to_read);
  const auto read = log->read({1}, [](const StoredBlock&) -> core::Result<void> { return {}; });
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  EXPECT_THAT(read.error().message, HasSubstr("block 3"));
}

TEST(BlockLog, NamesTheBlockThatIsMissing) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  {
    BlockLog log = make_log(path);
    for (std::int64_t height = 1; height <= 5; ++height) {
      ASSERT_TRUE(log.append(block(height)).has_value());
    }
  }
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("DELETE FROM blocks WHERE height = 2");
  auto log = BlockLog::open(path, LogAccess::to_read);
  const auto read = log->read({1}, [](const StoredBlock&) -> core::Result<void> { return {}; });
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().message, HasSubstr("block 2"));
}

TEST(BlockLog, RefusesAFileThatIsNoLog) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  {
    std::ofstream(path) << std::string(5000, 'x');
  }
  EXPECT_EQ(BlockLog::open(path, LogAccess::to_write).error().code, ErrorCode::corrupt);
  const auto other = folder.path() / "other.db";
  SQLite::Database(other, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE t(x)");
  EXPECT_EQ(BlockLog::open(other, LogAccess::to_write).error().code, ErrorCode::corrupt);
  EXPECT_EQ(BlockLog::open(folder.path() / "none", LogAccess::to_read).error().code,
            ErrorCode::not_found);
}

TEST(BlockLog, ATornLastPageOfTheWalCostsOnlyWhatWasNeverAcknowledged) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  const auto copy = folder.path() / "copy.db";
  BlockLog log = make_log(path);
  for (std::int64_t height = 1; height <= 3; ++height) {
    ASSERT_TRUE(log.append(block(height)).has_value());
  }
  const auto durable = std::filesystem::file_size(path.string() + "-wal");
  ASSERT_TRUE(log.append(block(4, 9000)).has_value());
  // A copy of the files as a power cut within the fourth append would leave them.
  const auto whole = std::filesystem::file_size(path.string() + "-wal");
  for (auto size = durable; size < whole; size += 1000) {
    std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(path.string() + "-wal", copy.string() + "-wal",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(copy.string() + "-wal", size);
    auto torn = BlockLog::open(copy, LogAccess::to_write);
    ASSERT_TRUE(torn.has_value()) << torn.error().message;
    ASSERT_EQ(torn->tip().height.value, 3) << size;
    ASSERT_TRUE(torn->append(block(4)).has_value());
    ASSERT_EQ(count_blocks(*torn), 4);
  }
}

TEST(BlockLog, OnAFullDiskNothingAcknowledgedIsLostAndWritingGoesOnWhenSpaceReturns) {
  const TestFolder folder;
  const auto disk = SmallDisk::make(folder.path() / "disk", "1m");
  if (!disk) GTEST_SKIP() << "mounting a small disk takes root";
  const auto path = disk->path() / "commune.db";
  BlockLog log = make_log(path);
  ASSERT_TRUE(log.append(block(1, 5000)).has_value());
  disk->fill();
  std::int64_t acknowledged = 1;
  core::Result<LogTip> last = log.append(block(2, 5000));
  while (last) {
    acknowledged = last->height.value;
    last = log.append(block(acknowledged + 1, 5000));
  }
  EXPECT_EQ(last.error().code, ErrorCode::storage_full);
  EXPECT_EQ(count_blocks(log), acknowledged);
  EXPECT_EQ(log.append(block(9, 5000)).error().code, ErrorCode::storage_full);
  disk->make_room();
  const auto later = log.append(block(acknowledged + 1, 5000));
  ASSERT_TRUE(later.has_value()) << later.error().message;
  EXPECT_EQ(count_blocks(log), acknowledged + 1);
  auto reader = BlockLog::open(path, LogAccess::to_read);
  EXPECT_EQ(count_blocks(*reader), acknowledged + 1);
}

TEST(BlockLog, ALimitOnTheSizeOfFilesIsAFullDisk) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  BlockLog log = make_log(path);
  ASSERT_TRUE(log.append(block(1)).has_value());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 64 * 1024;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = log.append(block(2, 200'000));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::storage_full) << refused.error().message;
  EXPECT_EQ(count_blocks(log), 1);
  EXPECT_TRUE(log.append(block(2)).has_value());
  EXPECT_EQ(count_blocks(log), 2);
}

TEST(BlockLog, OnADiskThatTurnsReadOnlyItSaysSoAndStillReads) {
  const TestFolder folder;
  const auto disk = SmallDisk::make(folder.path() / "disk", "1m");
  if (!disk) GTEST_SKIP() << "mounting a small disk takes root";
  const auto path = disk->path() / "commune.db";
  {
    BlockLog log = make_log(path);
    ASSERT_TRUE(log.append(block(1)).has_value());
  }
  ASSERT_TRUE(disk->set_read_only(true));
  EXPECT_EQ(BlockLog::open(path, LogAccess::to_write).error().code, ErrorCode::storage_read_only);
}

TEST(BlockLog, AKilledWriterLosesNothingThatItAcknowledged) {
  const TestFolder folder;
  const auto path = folder.path() / "commune.db";
  {
    make_log(path);
  }
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto log = BlockLog::open(path, LogAccess::to_write);
    for (std::int64_t height = 1;; ++height) {
      if (!log->append(block(height))) ::_exit(1);
      if (::write(pipe[1], &height, sizeof height) != sizeof height) ::_exit(1);
    }
  }
  std::int64_t acknowledged = 0;
  while (acknowledged < 50) {
    ASSERT_EQ(::read(pipe[0], &acknowledged, sizeof acknowledged), ssize_t{sizeof acknowledged});
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(pipe[1]);
  while (::read(pipe[0], &acknowledged, sizeof acknowledged) == ssize_t{sizeof acknowledged}) {
  }
  ::close(pipe[0]);
  auto log = BlockLog::open(path, LogAccess::to_write);
  ASSERT_TRUE(log.has_value());
  EXPECT_GE(count_blocks(*log), acknowledged);
}

TEST(BlockLog, CopiesItselfIntoOnePlainFile) {
  const TestFolder folder;
  BlockLog log = make_log(folder.path() / "commune.db");
  for (std::int64_t height = 1; height <= 10; ++height) {
    ASSERT_TRUE(log.append(block(height, 6000)).has_value());
  }
  const auto path = folder.path() / "copy.db";
  ASSERT_TRUE(log.copy_to(path).has_value());
  EXPECT_FALSE(std::filesystem::exists(path.string() + "-wal"));
  auto copy = BlockLog::open(path, LogAccess::to_read);
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(count_blocks(*copy), 10);
  EXPECT_TRUE(copy->check_pages().has_value());
}

TEST(BlockLog, KeepsSmallFactsBesideTheBlocks) {
  const TestFolder folder;
  BlockLog log = make_log(folder.path() / "commune.db");
  EXPECT_FALSE(log.find_meta("colour").value().has_value());
  ASSERT_TRUE(log.put_meta("colour", core::as_bytes("green")).has_value());
  EXPECT_EQ(core::as_text(log.find_meta("colour").value().value()), "green");
  ASSERT_TRUE(log.remove_meta("colour").has_value());
  EXPECT_FALSE(log.find_meta("colour").value().has_value());
}

TEST(SqliteError, EveryKindHasItsCode) {
  EXPECT_EQ(code_of_sqlite(SQLITE_FULL, 0), ErrorCode::storage_full);
  EXPECT_EQ(code_of_sqlite(SQLITE_IOERR_WRITE, ENOSPC), ErrorCode::storage_full);
  EXPECT_EQ(code_of_sqlite(SQLITE_IOERR_WRITE, EDQUOT), ErrorCode::storage_full);
  EXPECT_EQ(code_of_sqlite(SQLITE_IOERR_WRITE, EFBIG), ErrorCode::storage_full);
  EXPECT_EQ(code_of_sqlite(SQLITE_IOERR_WRITE, EIO), ErrorCode::storage_failed);
  EXPECT_EQ(code_of_sqlite(SQLITE_IOERR_FSYNC, EIO), ErrorCode::storage_failed);
  EXPECT_EQ(code_of_sqlite(SQLITE_READONLY_DIRECTORY, 0), ErrorCode::storage_read_only);
  EXPECT_EQ(code_of_sqlite(SQLITE_CANTOPEN, EROFS), ErrorCode::storage_read_only);
  EXPECT_EQ(code_of_sqlite(SQLITE_CORRUPT_VTAB, 0), ErrorCode::corrupt);
  EXPECT_EQ(code_of_sqlite(SQLITE_NOTADB, 0), ErrorCode::corrupt);
  EXPECT_EQ(code_of_sqlite(SQLITE_BUSY_SNAPSHOT, 0), ErrorCode::in_use);
}

}  // namespace
}  // namespace commune::node
