#include "clearing/threads.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace commune::clearing {

std::size_t threads_of_machine() {
  return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
}

void run_on_threads(std::size_t threads, const std::function<void()>& work) {
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
}

}  // namespace commune::clearing
