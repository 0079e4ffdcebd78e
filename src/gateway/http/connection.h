// One client's socket: reads a request, asks the service, writes the answer, and again; or turns
// into a live stream. All of it on one strand. Internal to the server: includes Boost.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>

#include "gateway/http/connection_table.h"
#include "gateway/http/message.h"
#include "gateway/http/options.h"
#include "gateway/http/rate_limiter.h"

namespace commune::gateway::http {

// What all connections of a server share and keep alive: an answer that comes late, after the
// server has gone, still finds the loop it is posted to.
struct ServerContext {
  explicit ServerContext(const Options& given)
      : options(given), io(static_cast<int>(given.threads)), limiter(given.rates) {}

  const Options options;
  boost::asio::io_context io;
  Service service;
  RateLimiter limiter;
  std::optional<boost::asio::ssl::context> tls;
  std::atomic<bool> stopping = false;
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  // Closes at once if nothing is in progress, else after the answer. Thread-safe.
  virtual void stop() = 0;
  // Closes at once. Thread-safe.
  virtual void abort() = 0;
};

[[nodiscard]] std::shared_ptr<Connection> make_connection(boost::beast::tcp_stream stream,
                                                          std::shared_ptr<ServerContext> context,
                                                          Client client,
                                                          ConnectionTable::Slot slot);

}  // namespace commune::gateway::http
