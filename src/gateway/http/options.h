// Everything about the server that may be set, with the limits that hold unless somebody sets them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/http/rate_limiter.h"

namespace commune::gateway::http {

struct TlsFiles {
  std::string certificate;  // PEM, the whole chain
  std::string key;          // PEM
};

struct Deadlines {
  std::chrono::milliseconds idle{60'000};       // between two requests
  std::chrono::milliseconds header{10'000};     // from the first byte to the end of the headers
  std::chrono::milliseconds body{20'000};       // from there to the end of the body
  std::chrono::milliseconds handler{30'000};    // until the answer is known
  std::chrono::milliseconds write{30'000};      // for each 64 KiB of an answer
  std::chrono::milliseconds handshake{10'000};  // TLS
  std::chrono::milliseconds linger{2'000};      // to let a refused client read why
};

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  unsigned threads = 2;
  std::size_t header_bytes_max = 16U << 10U;
  std::size_t body_bytes_max = 64U << 10U;
  // What is put down is larger than what is said: a contribution to a model, of the most kinds of
  // job to the most helpers.
  std::size_t put_body_bytes_max = 576U << 10U;
  std::size_t connections_max = 8192;
  std::size_t connections_per_client_max = 256;  // not for loopback
  std::size_t stream_backlog_bytes_max = 1U << 20U;
  RateLimits rates{};
  Deadlines deadlines{};
  std::optional<TlsFiles> tls{};
};

}  // namespace commune::gateway::http
