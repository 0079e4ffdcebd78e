// A few threads for work that needs no order: checking signatures. Tasks must not throw.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace commune::node {

class Workers {
 public:
  using Task = std::function<void()>;

  // At least one thread.
  explicit Workers(std::size_t thread_count);
  ~Workers();  // finishes what was posted

  void post(Task task);

  // Calls work(i) for every i below `count`, spread over the threads and the caller; returns when
  // all are done.
  void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wakeup_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace commune::node
