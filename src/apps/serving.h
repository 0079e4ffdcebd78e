// What `commune serve` and `commune tls page` share: where to listen, where the web app is, and how
// a program that serves ends.
#pragma once

#include <signal.h>  // NOLINT: sigset_t is POSIX, not in <csignal>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"

namespace commune::apps {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

// "127.0.0.1:8080" or "[::1]:8080".
[[nodiscard]] core::Result<Address> parse_address(const std::string& text);

// invalid: plain HTTP to a network. `tls` is empty or a certificate and its key.
[[nodiscard]] core::Result<void> check_address(const Address& address,
                                               const std::vector<std::string>& tls);

[[nodiscard]] bool is_loopback(const std::string& host);

// The address as it stands in a link: with brackets around IPv6.
[[nodiscard]] std::string host_in_link(const std::string& host);

// The folder that a flag names, or the one beside the program; empty where there is none.
[[nodiscard]] std::filesystem::path web_folder(const std::string& flag);

// Blocks SIGINT and SIGTERM in this and every later thread. Before the first thread starts.
[[nodiscard]] sigset_t block_end_signals();

// Returns when somebody wants the program to end.
void wait_for_the_end(const sigset_t& signals);

}  // namespace commune::apps
