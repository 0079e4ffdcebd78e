// Any bytes as what a browser says of its push service: refused, or an address of a form that can
// be written again and is read as the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/check.h"
#include "push/subscription.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace push = commune::push;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t first = text.find('\n');
  const std::size_t second = first == text.npos ? text.npos : text.find('\n', first + 1);
  const std::string_view url = text.substr(0, first);
  for (const push::Reach reach : {push::Reach::internet, push::Reach::local_too}) {
    const auto endpoint = push::parse_endpoint(url, reach);
    if (!endpoint) continue;
    CHECK(!endpoint->host.empty() && endpoint->path.starts_with('/') && endpoint->port != 0);
    const auto again = push::parse_endpoint(endpoint->origin() + endpoint->path, reach);
    CHECK(again && again->origin() == endpoint->origin() && again->path == endpoint->path);
    if (second == text.npos) continue;
    const std::string_view key = text.substr(first + 1, second - first - 1);
    const auto subscription = push::parse_subscription(url, key, text.substr(second + 1), reach);
    CHECK(!subscription || subscription->key[0] == 4);
  }
  return 0;
}
