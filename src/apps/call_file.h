// The calls that wait for a node, in a file of their own, so that a bridge that ends, or a machine
// without power, loses none. JSON: [{"key":"pump.key","alert":"<hex>","text":"..."}], oldest first.
#pragma once

#include <deque>
#include <filesystem>

#include "apps/call_queue.h"
#include "core/error.h"

namespace commune::apps {

// None where there is no such file. corrupt: it holds something else.
[[nodiscard]] core::Result<std::deque<Call>> read_calls(const std::filesystem::path& file);

[[nodiscard]] core::Result<void> write_calls(const std::filesystem::path& file,
                                             const std::deque<Call>& calls);

}  // namespace commune::apps
