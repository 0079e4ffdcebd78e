// Listens, and answers with a Service, on threads of its own. HTTP/1.1, keep-alive, TLS if asked.
// Knows nothing of communes. Every phase of every connection has a deadline and a limit in size.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "core/error.h"
#include "gateway/http/message.h"
#include "gateway/http/options.h"

namespace commune::gateway::http {

class Server {
 public:
  // Listens from here on. `in_use` when the port is taken; `not_found` or `invalid` for the files
  // of TLS.
  [[nodiscard]] static core::Result<Server> open(const Options& options, Service service);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();  // stops

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connection_count() const;

  // Accepts no more, lets requests in progress finish for at most `grace`, closes streams and idle
  // connections. Afterwards no handler runs.
  void stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace commune::gateway::http
