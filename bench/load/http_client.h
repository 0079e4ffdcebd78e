// The least HTTP/1.1 client that keeps its connection: one request at a time on one socket, so that
// the generator costs next to nothing beside the server that it measures.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/error.h"

namespace commune::bench {

struct Answer {
  int status = 0;
  std::string body;
};

class HttpClient {
 public:
  [[nodiscard]] static core::Result<HttpClient> open(std::uint16_t port);
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;
  ~HttpClient();

  [[nodiscard]] core::Result<Answer> get(std::string_view path);
  [[nodiscard]] core::Result<Answer> post(std::string_view path, core::ByteView body);

 private:
  explicit HttpClient(int socket) : socket_(socket) {}
  [[nodiscard]] core::Result<Answer> exchange(const std::string& head, core::ByteView body);
  [[nodiscard]] core::Result<void> receive_more();

  int socket_;
  std::string received_;
};

}  // namespace commune::bench
