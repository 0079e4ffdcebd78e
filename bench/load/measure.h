// Many clients at once against a node on this machine, and how long each answer took.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/error.h"
#include "load/http_client.h"

namespace commune::bench {

struct Measured {
  std::size_t answered = 0;
  double seconds = 0;
  std::vector<double> milliseconds;  // sorted
  [[nodiscard]] double percentile(double share) const;
};

// One request; an error ends the measurement.
using Call = std::function<core::Result<void>(HttpClient&)>;

// Each client asks again as soon as it is answered, until the time is over. `make_call(client)` is
// called once for each.
[[nodiscard]] core::Result<Measured> run_closed(std::uint16_t port, std::size_t clients,
                                                std::chrono::seconds length,
                                                const std::function<Call(std::size_t)>& make_call);

// `rate` requests a second at fixed times, whether or not earlier ones were answered; a request's
// time counts from when it was due, so that waiting in a queue is not forgotten.
[[nodiscard]] core::Result<Measured> run_open(std::uint16_t port, std::size_t clients, double rate,
                                              std::chrono::seconds length,
                                              const std::function<Call(std::size_t)>& make_call);

}  // namespace commune::bench
