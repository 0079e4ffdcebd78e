#include "gateway/http/resolve.h"

#include <fmt/core.h>

#include <boost/asio/io_context.hpp>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace commune::gateway::http {

using boost::asio::ip::tcp;
using boost::system::error_code;
using core::ErrorCode;

LookUp system_look_up() {
  return [](const std::string& host, std::uint16_t port) -> core::Result<Places> {
    boost::asio::io_context context;
    error_code error;
    const auto found = tcp::resolver(context).resolve(host, std::to_string(port), error);
    if (error) {
      return core::fail(ErrorCode::unavailable,
                        fmt::format("cannot reach {}:{}: {}", host, port, error.message()));
    }
    Places places;
    for (const auto& entry : found) places.push_back(entry.endpoint());
    return places;
  };
}

core::Result<Places> resolve(const std::string& host, std::uint16_t port,
                             std::chrono::milliseconds patience, const LookUp& look_up) {
  error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (!error) return Places{tcp::endpoint(address, port)};
  // It cannot be called off, so it gets a thread of its own, which ends by itself.
  const auto answer = std::make_shared<std::promise<core::Result<Places>>>();
  auto found = answer->get_future();
  std::thread([answer, look_up, host, port] { answer->set_value(look_up(host, port)); }).detach();
  if (found.wait_for(patience) == std::future_status::ready) return found.get();
  return core::fail(ErrorCode::timed_out, fmt::format("nobody says in time where {} is", host));
}

}  // namespace commune::gateway::http
