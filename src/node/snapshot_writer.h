// Writes snapshots in the background: asked often, it writes the state as it is when it comes to
// it. A snapshot that fails is logged and costs nothing but time at the next start.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "core/time.h"
#include "node/replica.h"

namespace commune::node {

class SnapshotWriter {
 public:
  // `replica` must outlive the writer.
  SnapshotWriter(const Replica& replica, std::filesystem::path folder);
  SnapshotWriter(const SnapshotWriter&) = delete;
  SnapshotWriter& operator=(const SnapshotWriter&) = delete;
  ~SnapshotWriter();

  // Returns at once.
  void request();

  // Finishes, and writes a last one where blocks came since. Called once, after the engine stopped.
  void stop();

 private:
  void run();
  void write_now();

  const Replica& replica_;
  const std::filesystem::path folder_;
  core::Height written_;  // by the thread alone, until it has ended

  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool requested_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::node
