#include "node/snapshot_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/hash.h"
#include "node/test_folder.h"

namespace commune::node {
namespace {

Snapshot snapshot_at(std::int64_t height) {
  Snapshot snapshot;
  snapshot.height = {height};
  snapshot.block_hash = core::sha256(core::as_bytes("block"));
  snapshot.state_digest = core::sha256(core::as_bytes("state"));
  snapshot.state.assign(1000, static_cast<std::uint8_t>(height));
  return snapshot;
}

std::filesystem::path file_at(const TestFolder& folder, std::int64_t height) {
  return folder.path() / (std::to_string(height) + ".snapshot");
}

TEST(SnapshotFile, ComesBackAsItWasWritten) {
  const TestFolder folder;
  ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(42)).has_value());
  const auto found = find_latest_snapshot(folder.path());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->height.value, 42);
  EXPECT_EQ(found->block_hash, snapshot_at(42).block_hash);
  EXPECT_EQ(found->state_digest, snapshot_at(42).state_digest);
  EXPECT_EQ(found->state, snapshot_at(42).state);
}

TEST(SnapshotFile, OnlyTheLastTwoAreKept) {
  const TestFolder folder;
  for (const std::int64_t height : {9, 10, 100}) {
    ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(height)).has_value());
  }
  const auto heights = list_snapshots(folder.path());
  ASSERT_EQ(heights.size(), 2U);
  EXPECT_EQ(heights[0].value, 100);
  EXPECT_EQ(heights[1].value, 10);
}

TEST(SnapshotFile, OneChangedByteAnywhereIsSeenAndTheOlderOneTaken) {
  const TestFolder folder;
  ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(1)).has_value());
  ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(2)).has_value());
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file_at(folder, 2)));
  for (std::streamoff offset = 0; offset < size; ++offset) {
    flip_byte(file_at(folder, 2), offset);
    ASSERT_EQ(read_snapshot(folder.path(), {2}).error().code, core::ErrorCode::corrupt) << offset;
    if (offset % 100 == 0) {
      const auto found = find_latest_snapshot(folder.path());
      ASSERT_TRUE(found.has_value());
      ASSERT_EQ(found->height.value, 1);
    }
    flip_byte(file_at(folder, 2), offset);
  }
  EXPECT_EQ(find_latest_snapshot(folder.path())->height.value, 2);
}

TEST(SnapshotFile, EveryTornLengthIsSeen) {
  const TestFolder folder;
  ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(3)).has_value());
  for (auto size = std::filesystem::file_size(file_at(folder, 3)); size-- > 0;) {
    std::filesystem::resize_file(file_at(folder, 3), size);
    ASSERT_FALSE(read_snapshot(folder.path(), {3}).has_value()) << size;
  }
}

TEST(SnapshotFile, UnderAnotherHeightItIsRefused) {
  const TestFolder folder;
  ASSERT_TRUE(write_snapshot(folder.path(), snapshot_at(3)).has_value());
  std::filesystem::rename(file_at(folder, 3), file_at(folder, 4));
  EXPECT_FALSE(find_latest_snapshot(folder.path()).has_value());
}

TEST(SnapshotFile, OnAFullDiskTheOlderOneStays) {
  const TestFolder folder;
  const auto disk = SmallDisk::make(folder.path() / "disk", "1m");
  if (!disk) GTEST_SKIP() << "mounting a small disk takes root";
  ASSERT_TRUE(write_snapshot(disk->path(), snapshot_at(1)).has_value());
  disk->fill();
  const auto written = write_snapshot(disk->path(), snapshot_at(2));
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, core::ErrorCode::storage_full);
  EXPECT_EQ(find_latest_snapshot(disk->path())->height.value, 1);
  disk->make_room();
  EXPECT_TRUE(write_snapshot(disk->path(), snapshot_at(2)).has_value());
}

}  // namespace
}  // namespace commune::node
