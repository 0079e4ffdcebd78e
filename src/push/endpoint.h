// The address to which messages for one browser go (RFC 8030, section 5). It comes from outside,
// and the node will connect to it: whatever could make the node talk to its own network is refused,
// once when it is read and again for each address that its name turns out to mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/error.h"

namespace commune::push {

inline constexpr std::size_t endpoint_size_max = 1024;

// Where messages may go: to push services of the internet, or also to one of the commune's own in
// its network, over plain HTTP on the same machine. The second is for tests and for communes that
// say so.
enum class Reach : std::uint8_t { internet, local_too };

struct Endpoint {
  bool is_secure = true;
  std::string host;  // lower case, without brackets
  std::uint16_t port = 443;
  std::string path;  // begins with '/', with the query where there is one

  // "https://push.example": the audience of a VAPID token (RFC 8292, section 2).
  [[nodiscard]] std::string origin() const;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Errors: malformed (not such an address), too_large, invalid (an address that is not to be
// reached).
[[nodiscard]] core::Result<Endpoint> parse_endpoint(std::string_view url, Reach reach);

// Whether 4 bytes of IPv4 or 16 of IPv6 name a host of the internet: nothing private, shared,
// local, reserved or for many (the registries of RFC 6890; IPv4 inside IPv6 counts as IPv4).
[[nodiscard]] bool is_public_address(core::ByteView address);
[[nodiscard]] bool is_loopback_address(core::ByteView address);

}  // namespace commune::push
