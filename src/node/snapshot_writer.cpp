#include "node/snapshot_writer.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "node/snapshot_file.h"

namespace commune::node {

SnapshotWriter::SnapshotWriter(const Replica& replica, std::filesystem::path folder)
    : replica_(replica), folder_(std::move(folder)) {
  const auto heights = list_snapshots(folder_);
  if (!heights.empty()) written_ = heights.front();
  thread_ = std::thread([this] { run(); });
}

SnapshotWriter::~SnapshotWriter() { stop(); }

void SnapshotWriter::request() {
  {
    const std::lock_guard lock(mutex_);
    requested_ = true;
  }
  wakeup_.notify_one();
}

void SnapshotWriter::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_one();
  thread_.join();
  write_now();
}

void SnapshotWriter::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wakeup_.wait(lock, [this] { return requested_ || stopping_; });
      if (stopping_) return;
      requested_ = false;
    }
    write_now();
  }
}

void SnapshotWriter::write_now() {
  const auto height = replica_.query([](const auto&, const Tip& tip) { return tip.height; });
  if (height.value == 0 || height == written_) return;
  const Snapshot snapshot = replica_.make_snapshot();
  if (const auto written = write_snapshot(folder_, snapshot); !written) {
    spdlog::warn("snapshot {} was not written: {}", snapshot.height.value, written.error().message);
    return;
  }
  written_ = snapshot.height;
  spdlog::info("snapshot {} written, {} bytes", snapshot.height.value, snapshot.state.size());
}

}  // namespace commune::node
