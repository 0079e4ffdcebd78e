#include "load/http_client.h"

#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace commune::bench {
namespace {

std::unexpected<core::Error> broken(std::string_view what) {
  return core::fail(core::ErrorCode::unavailable, fmt::format("{}: errno {}", what, errno));
}

core::Result<void> send_all(int socket, core::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return broken("send");
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return {};
}

// The value of "content-length", 0 where there is none. The server writes it in small letters or
// as Content-Length; both are looked for.
std::size_t content_length(std::string_view head) {
  for (const std::string_view name : {"content-length: ", "Content-Length: "}) {
    const auto at = head.find(name);
    if (at == std::string_view::npos) continue;
    std::size_t value = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), value);
    return value;
  }
  return 0;
}

}  // namespace

core::Result<HttpClient> HttpClient::open(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return broken("socket");
  HttpClient client(socket);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return broken("connect");
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return client;
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

core::Result<Answer> HttpClient::get(std::string_view path) {
  return exchange(fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path), {});
}

core::Result<Answer> HttpClient::post(std::string_view path, core::ByteView body) {
  return exchange(fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                              "application/x-protobuf\r\nContent-Length: {}\r\n\r\n",
                              path, body.size()),
                  body);
}

core::Result<Answer> HttpClient::exchange(const std::string& head, core::ByteView body) {
  core::Bytes request(head.begin(), head.end());
  request.insert(request.end(), body.begin(), body.end());
  TRY_VOID(send_all(socket_, request));
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) TRY_VOID(receive_more());
  const std::size_t total = end + 4 + content_length(std::string_view(received_).substr(0, end));
  while (received_.size() < total) TRY_VOID(receive_more());
  Answer answer;
  std::from_chars(received_.data() + 9, received_.data() + 12, answer.status);
  answer.body = received_.substr(end + 4, total - end - 4);
  received_.erase(0, total);
  return answer;
}

core::Result<void> HttpClient::receive_more() {
  std::array<char, 64 * 1024> buffer;
  const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return broken("receive");
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  return {};
}

}  // namespace commune::bench
