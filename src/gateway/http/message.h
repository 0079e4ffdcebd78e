// What a handler sees and gives: one request, one answer. Plain values, no sockets, no library
// types.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/query.h"

namespace commune::gateway::http {

enum class Method : std::uint8_t { get, head, post, put, remove, other };

// Who called, as far as rates are concerned: an IPv4 address, or the /64 of an IPv6 address.
struct Client {
  std::string address;
  bool loopback = false;
};

struct Header {
  std::string name;  // lower case
  std::string value;
};

struct Request {
  Method method = Method::get;
  std::string path;                   // as sent, percent-encoded, begins with '/'
  std::vector<std::string> segments;  // decoded, never empty, "." or ".."
  Query query;
  std::vector<Header> headers;
  std::string body;
  Client client;
  bool secure = false;                                          // came over TLS
  std::vector<std::pair<std::string, std::string>> parameters;  // {name} of the route's pattern

  // The first header of that lower-case name, or an empty text.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  // The value of a cookie, or an empty text.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

using SharedText = std::shared_ptr<const std::string>;

// One open live stream. Thread-safe; never blocks. A client that lets more than the server's limit
// pile up is cut off, and comes back with the height it knows.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual void send(SharedText text) = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
};

// Called once when the head of a stream is on its way.
using StreamStart = std::function<void(std::shared_ptr<Stream>)>;

struct Response {
  int status = 200;
  std::string content_type;  // empty: no body
  SharedText body;
  SharedText gzip_body;  // the same, compressed beforehand
  std::string etag;      // weak validator with quotes, or empty
  std::string cache_control = "no-store";
  std::vector<Header> headers;  // any others
  StreamStart stream;           // set: the answer is a live stream and has no body
};

// Answers one request, from any thread, once; later calls do nothing. If every copy is dropped
// without an answer the client gets 503, so that a lost callback cannot hang a phone.
class Reply {
 public:
  using Sink = std::function<void(Response)>;
  explicit Reply(Sink sink);
  void operator()(Response response) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

using Service = std::function<void(Request, Reply)>;

}  // namespace commune::gateway::http
