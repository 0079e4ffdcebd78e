// The web app's files, read into memory once: a path either names one of them exactly or nothing,
// so no request can reach outside the folder. Precompressed "<file>.gz" are used where they lie
// beside.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/error.h"
#include "gateway/http/message.h"

namespace commune::gateway::http {

inline constexpr std::uintmax_t static_bytes_max = 256U << 20U;

class StaticFiles {
 public:
  // Reads every regular file under `folder`, follows no symbolic link.
  [[nodiscard]] static core::Result<StaticFiles> open(const std::filesystem::path& folder);

  // The file at the request's path; "index.html" for "/" and for a path whose last segment has no
  // dot and that names no file (the app's own routes); else 404.
  [[nodiscard]] Response answer(const Request& request) const;

  [[nodiscard]] std::size_t file_count() const { return files_.size(); }

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::string cache_control;
    SharedText body;
    SharedText gzip_body;
  };

  [[nodiscard]] static File make_file(const std::string& name, std::string bytes);

  std::map<std::string, File> files_;  // by path relative to the folder, with '/'
};

// By the ending of the name; "application/octet-stream" for an unknown one.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name);

// Whether the bundler put a digest of the content into the name: "assets/index-B4dF00d1.js".
[[nodiscard]] bool is_hashed_name(std::string_view file_name);

}  // namespace commune::gateway::http
