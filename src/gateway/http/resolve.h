// What a name means, within a time: the system's own look-up knows no deadline, and a name server
// that is silent must not hold whoever asks.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/error.h"

namespace commune::gateway::http {

using Places = std::vector<boost::asio::ip::tcp::endpoint>;

// The system's look-up, or what a test puts there. It may take as long as it likes, also after
// nobody waits for it any more.
using LookUp = std::function<core::Result<Places>(const std::string& host, std::uint16_t port)>;
[[nodiscard]] LookUp system_look_up();

// An address is its own meaning and asks nobody. Errors: timed_out, and those of the look-up
// (unavailable).
[[nodiscard]] core::Result<Places> resolve(const std::string& host, std::uint16_t port,
                                           std::chrono::milliseconds patience,
                                           const LookUp& look_up = system_look_up());

}  // namespace commune::gateway::http
