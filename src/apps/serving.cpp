#include "apps/serving.h"

#include <fmt/core.h>

#include <charconv>
#include <system_error>

namespace commune::apps {

core::Result<Address> parse_address(const std::string& text) {
  const auto colon = text.rfind(':');
  Address address;
  if (colon != std::string::npos) {
    address.host = text.substr(0, colon);
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, address.port);
    if (parsed.ec == std::errc{} && parsed.ptr == end && !address.host.empty()) {
      if (address.host.front() == '[' && address.host.back() == ']') {
        address.host = address.host.substr(1, address.host.size() - 2);
      }
      return address;
    }
  }
  return core::fail(
      core::ErrorCode::malformed,
      fmt::format("--http wants HOST:PORT, for example 127.0.0.1:8080, not \"{}\"", text));
}

core::Result<void> check_address(const Address& address, const std::vector<std::string>& tls) {
  if (!tls.empty() || is_loopback(address.host)) return {};
  return core::fail(core::ErrorCode::invalid,
                    "plain HTTP is served on 127.0.0.1 only; for a network add --tls CERT KEY "
                    "(commune tls init makes both)");
}

bool is_loopback(const std::string& host) {
  return host == "::1" || host == "localhost" || host.starts_with("127.");
}

std::string host_in_link(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::filesystem::path web_folder(const std::string& flag) {
  if (!flag.empty()) return flag;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = program.parent_path() / "web";
  return !error && std::filesystem::is_directory(beside, error) ? beside : std::filesystem::path{};
}

sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void wait_for_the_end(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
}

}  // namespace commune::apps
