#include "push/endpoint.h"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace commune::push {
namespace {

using core::ByteView;
using core::ErrorCode;

bool is_visible(char letter) { return letter > ' ' && letter < '\x7f'; }

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
         letter == '.';
}

std::optional<core::Bytes> address_of(const std::string& host) {
  core::Bytes bytes(16);
  if (inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1) return bytes;
  bytes.resize(4);
  if (inet_pton(AF_INET, host.c_str(), bytes.data()) == 1) return bytes;
  return std::nullopt;
}

// A name that only this machine or this network knows. "2130706433" and "0x7f.1" are addresses to
// some resolvers, so a name has to end in a word.
bool is_local_name(std::string_view host) {
  while (host.ends_with('.')) host.remove_suffix(1);
  const auto dot = host.rfind('.');
  if (dot == std::string_view::npos) return true;
  const std::string_view last = host.substr(dot + 1);
  constexpr std::array local{std::string_view("local"), std::string_view("localhost"),
                             std::string_view("internal"), std::string_view("lan"),
                             std::string_view("arpa")};
  return std::ranges::find(local, last) != local.end() ||
         std::ranges::none_of(last, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

struct Range {
  std::array<std::uint8_t, 16> begin;
  unsigned bits;
};

bool is_within(ByteView address, const Range& range) {
  const unsigned whole = range.bits / 8;
  if (!std::equal(address.begin(), address.begin() + whole, range.begin.begin())) return false;
  const unsigned rest = range.bits % 8;
  if (rest == 0) return true;
  const unsigned mask = 0xffU << (8 - rest) & 0xffU;
  return (address[whole] & mask) == (range.begin[whole] & mask);
}

// IANA's registries of special-purpose addresses (RFC 6890), multicast and what is reserved.
constexpr std::array not_public_v4{
    Range{{0}, 8},
    Range{{10}, 8},
    Range{{100, 64}, 10},
    Range{{127}, 8},
    Range{{169, 254}, 16},
    Range{{172, 16}, 12},
    Range{{192, 0, 0}, 24},
    Range{{192, 0, 2}, 24},
    Range{{192, 88, 99}, 24},
    Range{{192, 168}, 16},
    Range{{198, 18}, 15},
    Range{{198, 51, 100}, 24},
    Range{{203, 0, 113}, 24},
    Range{{224}, 3},
};
// Of IPv6 only 2000::/3 is given out; inside it, what stands for something else.
constexpr Range given_out_v6{{0x20}, 3};
constexpr std::array not_public_v6{
    Range{{0x20, 0x01, 0x00}, 23},        // Teredo, benchmarks, ORCHID
    Range{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    Range{{0x20, 0x02}, 16},              // 6to4
    Range{{0x3f, 0xff, 0x00}, 20},        // documentation (RFC 9637)
};
constexpr Range mapped_v4{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Range translated_v4{{0x00, 0x64, 0xff, 0x9b}, 96};

// The IPv4 address that an IPv6 one carries, or the address itself.
ByteView unwrapped(ByteView address) {
  if (address.size() == 16 &&
      (is_within(address, mapped_v4) || is_within(address, translated_v4))) {
    return address.subspan(12);
  }
  return address;
}

core::Result<void> check_reach(const Endpoint& endpoint, Reach reach) {
  if (reach == Reach::local_too) {
    const auto address = address_of(endpoint.host);
    if (endpoint.is_secure || endpoint.host == "localhost" ||
        (address && is_loopback_address(*address))) {
      return {};
    }
    return core::fail(ErrorCode::invalid, "Plain HTTP goes to this machine only.");
  }
  if (!endpoint.is_secure) {
    return core::fail(ErrorCode::invalid, "A push service is reached over HTTPS.");
  }
  const auto address = address_of(endpoint.host);
  const bool is_public = address ? is_public_address(*address) : !is_local_name(endpoint.host);
  if (is_public) return {};
  return core::fail(ErrorCode::invalid,
                    fmt::format("{} is not a push service of the internet.", endpoint.host));
}

// HOST, HOST:PORT or [ADDRESS]:PORT.
bool read_authority(std::string_view authority, Endpoint& endpoint) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return false;
    endpoint.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    if (endpoint.host.find(':') == std::string::npos || !address_of(endpoint.host)) return false;
  } else {
    const auto colon = authority.find(':');
    endpoint.host = authority.substr(0, colon);
    port = colon == std::string_view::npos ? "" : authority.substr(colon);
    std::ranges::transform(endpoint.host, endpoint.host.begin(), [](char letter) {
      return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    if (endpoint.host.empty() || !std::ranges::all_of(endpoint.host, is_name_letter)) return false;
  }
  endpoint.port = endpoint.is_secure ? 443 : 80;
  if (port.empty()) return true;
  const char* end = port.data() + port.size();
  const auto parsed = std::from_chars(port.data() + 1, end, endpoint.port);
  return port.front() == ':' && parsed.ec == std::errc{} && parsed.ptr == end && endpoint.port > 0;
}

}  // namespace

std::string Endpoint::origin() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool is_usual = port == (is_secure ? 443 : 80);
  return fmt::format("{}://{}{}", is_secure ? "https" : "http", name,
                     is_usual ? "" : fmt::format(":{}", port));
}

core::Result<Endpoint> parse_endpoint(std::string_view url, Reach reach) {
  if (url.size() > endpoint_size_max) {
    return core::fail(ErrorCode::too_large,
                      fmt::format("\"endpoint\" has more than {} letters.", endpoint_size_max));
  }
  const auto wrong = [] {
    return core::fail(ErrorCode::malformed, "\"endpoint\" is not the address of a push service.");
  };
  Endpoint endpoint;
  endpoint.is_secure = url.starts_with("https://");
  if (!endpoint.is_secure && !url.starts_with("http://")) return wrong();
  const std::string_view rest = url.substr(endpoint.is_secure ? 8 : 7);
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || !std::ranges::all_of(rest, is_visible)) return wrong();
  endpoint.path = rest.substr(slash);
  if (endpoint.path.find('#') != std::string::npos) return wrong();
  if (!read_authority(rest.substr(0, slash), endpoint)) return wrong();
  TRY_VOID(check_reach(endpoint, reach));
  return endpoint;
}

bool is_public_address(ByteView address) {
  const ByteView bytes = unwrapped(address);
  const auto holds = [bytes](const Range& range) { return is_within(bytes, range); };
  if (bytes.size() == 4) return std::ranges::none_of(not_public_v4, holds);
  return bytes.size() == 16 && holds(given_out_v6) && std::ranges::none_of(not_public_v6, holds);
}

bool is_loopback_address(ByteView address) {
  const ByteView bytes = unwrapped(address);
  if (bytes.size() == 4) return bytes[0] == 127;
  return bytes.size() == 16 && bytes[15] == 1 &&
         std::ranges::all_of(bytes.first(15), [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace commune::push
