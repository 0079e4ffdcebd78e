// Threads, kept apart so that a machine without them solves a round as well: a WebAssembly build
// brings its own `run_on_threads`, which does all of it on the caller's.
#pragma once

#include <cstddef>
#include <functional>

namespace commune::clearing {

// How many run at once on this machine, at least 1.
[[nodiscard]] std::size_t threads_of_machine();

// Runs `work` on the caller's thread and on `threads - 1` others. Returns when all have.
void run_on_threads(std::size_t threads, const std::function<void()>& work);

}  // namespace commune::clearing
