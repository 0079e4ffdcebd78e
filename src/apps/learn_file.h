// How a commune learns from contributions (`commune serve --learn FILE`,
// docs/howto/learn-together.md): JSON, read once at the start.
#pragma once

#include <filesystem>
#include <vector>

#include "core/error.h"
#include "gateway/http/client.h"
#include "node/learning.h"

namespace commune::apps {

struct LearnFile {
  node::LearningOptions options;
  std::vector<gateway::http::HttpClient> helpers;  // in the order of options.helpers
};

// Errors name the file and the field: not_found, malformed, and (invalid) plain HTTP to another
// machine. Bounds of the terms are Learning::open's to check.
[[nodiscard]] core::Result<LearnFile> read_learn_file(const std::filesystem::path& file);

}  // namespace commune::apps
