#include "gateway/http/static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/hash.h"
#include "gateway/http/answer.h"
#include "gateway/http/gzip.h"
#include "gateway/http/head.h"

namespace commune::gateway::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> content_types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".ics", "text/calendar; charset=utf-8"},
    {".pdf", "application/pdf"},
    {".crt", "application/x-x509-ca-cert"},
    {".mobileconfig", "application/x-apple-aspen-config"},
    {".webm", "video/webm"},
    {".mp4", "video/mp4"},
}};

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

core::Result<std::string> read_file(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(input), {});
  if (!input) {
    return core::fail(core::ErrorCode::storage_failed, "cannot read " + path.string());
  }
  return bytes;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  const std::string_view name = last_part(file_name);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    for (const auto& [ending, type] : content_types) {
      if (name.substr(dot) == ending) return type;
    }
  }
  return "application/octet-stream";
}

bool is_hashed_name(std::string_view file_name) {
  constexpr std::size_t digest_size = 8;
  const std::string_view name = last_part(file_name);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot <= digest_size) return false;
  if (name[dot - digest_size - 1] != '-') return false;
  const std::string_view digest = name.substr(dot - digest_size, digest_size);
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_letter = [&](char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  // A plain word of eight letters is no digest: "my-document.js".
  return std::ranges::all_of(digest, is_letter) && !std::ranges::all_of(digest, is_lower);
}

StaticFiles::File StaticFiles::make_file(const std::string& name, std::string bytes) {
  File file;
  file.content_type = content_type_of(name);
  file.etag = weak_etag(core::sha256(core::as_bytes(bytes)).hex().substr(0, 20));
  file.cache_control = is_hashed_name(name) && name.starts_with("assets/")
                           ? "public, max-age=31536000, immutable"
                           : "no-cache";
  file.body = std::make_shared<const std::string>(std::move(bytes));
  return file;
}

core::Result<StaticFiles> StaticFiles::open(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, error);
  if (error) {
    return core::fail(core::ErrorCode::not_found,
                      "cannot open the folder of the web app, " + folder.string());
  }
  StaticFiles result;
  std::uintmax_t total = 0;
  for (; entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (error) return core::fail(core::ErrorCode::storage_failed, "cannot list " + folder.string());
    if (entries->is_symlink(error) || !entries->is_regular_file(error)) continue;
    std::string name = entries->path().lexically_relative(folder).generic_string();
    std::string bytes = TRY(read_file(entries->path()));
    total += bytes.size();
    if (total > static_bytes_max) {
      return core::fail(core::ErrorCode::too_large, folder.string() + " holds more than 256 MiB");
    }
    File file = make_file(name, std::move(bytes));
    result.files_.emplace(std::move(name), std::move(file));
  }
  for (auto& [name, file] : result.files_) {
    if (!is_compressible(file.content_type) || file.body->size() < gzip_size_min) continue;
    const auto beside = result.files_.find(name + ".gz");
    file.gzip_body = beside != result.files_.end()
                         ? beside->second.body
                         : std::make_shared<const std::string>(gzip(*file.body, Effort::best));
  }
  return result;
}

Response StaticFiles::answer(const Request& request) const {
  std::string name;
  for (const std::string& segment : request.segments) {
    if (!name.empty()) name += '/';
    name += segment;
  }
  auto found = files_.find(name);
  const bool is_route = last_part(name).find('.') == std::string_view::npos;
  if (found == files_.end() && is_route) found = files_.find("index.html");
  if (found == files_.end()) {
    return error_response(404, "not_found", "There is no such file.");
  }
  const File& file = found->second;
  Response response;
  response.content_type = file.content_type;
  response.etag = file.etag;
  response.cache_control = file.cache_control;
  response.body = file.body;
  response.gzip_body = file.gzip_body;
  return response;
}

}  // namespace commune::gateway::http
