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

// HOST or [ADDRESS], without the brackets and in lower case.
std::optional<std::string> parse_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return std::nullopt;
    std::string host(text.substr(1, text.size() - 2));
    if (host.find(':') == std::string::npos || !address_of(host)) return std::nullopt;
    return host;
  }
  std::string host(text);
  std::ranges::transform(host, host.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  if (host.empty() || !std::ranges::all_of(host, is_name_letter)) return std::nullopt;
  return host;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  if (parsed.ec != std::errc{} || parsed.ptr != end || port == 0) return std::nullopt;
  return port;
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
  const std::string_view authority = rest.substr(0, slash);
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const auto host = parse_host(authority.substr(0, colon));
  const std::optional<std::uint16_t> port =
      colon == std::string_view::npos ? std::optional<std::uint16_t>(endpoint.is_secure ? 443 : 80)
                                      : parse_port(authority.substr(colon + 1));
  if (!host || !port) return wrong();
  endpoint.host = *host;
  endpoint.port = *port;
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
