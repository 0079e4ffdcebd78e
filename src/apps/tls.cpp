// `commune tls init DIR [HOST...]`: makes the commune's own authority and a certificate for its
// server. `commune tls page DIR`: shows new phones, over plain HTTP and with nothing secret in it,
// how to trust that authority.
//
//   DIR/tls/authority.pem authority.key   made once
//   DIR/tls/server.pem server.key         made anew by every `tls init`, for about two years
//   DIR/tls/page/                         what `tls page` serves
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/serving.h"
#include "apps/subcommand.h"
#include "apps/tls_authority.h"
#include "gateway/http/server.h"
#include "gateway/http/static_files.h"
#include "node/data_directory.h"
#include "node/file.h"
#include "node/open_replay.h"

namespace commune::apps {
namespace {

struct TlsFlags {
  std::string directory;
  std::vector<std::string> hosts;
  std::string web;
  std::string http = "0.0.0.0:8080";
  int port = 8443;
};

std::vector<std::string> hosts_of(const TlsFlags& flags) {
  if (!flags.hosts.empty()) return flags.hosts;
  std::array<char, 254> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {"localhost"};
  return {std::string(name.data()) + ".local", name.data(), "localhost", "127.0.0.1"};
}

std::string read_text(const std::filesystem::path& path) {
  const auto bytes = node::read_file(path);
  return bytes ? std::string(core::as_text(*bytes)) : std::string();
}

core::Result<void> write_text(const std::filesystem::path& path, const std::string& text,
                              mode_t mode) {
  return node::write_file(path, {core::as_bytes(text)}, mode);
}

// The authority stays the same for as long as phones trust it.
core::Result<Authority> take_authority(const std::filesystem::path& folder,
                                       const std::string& commune,
                                       const std::vector<std::string>& hosts, core::Time now) {
  Authority known{read_text(folder / "authority.pem"), read_text(folder / "authority.key")};
  if (!known.certificate_pem.empty() && !known.key_pem.empty()) return known;
  Authority made = TRY(make_authority(commune, hosts, now));
  TRY_VOID(write_text(folder / "authority.key", made.key_pem, 0600));
  TRY_VOID(write_text(folder / "authority.pem", made.certificate_pem, 0644));
  return made;
}

std::string escaped(const std::string& text) {
  std::string html;
  for (const char letter : text) {
    if (letter == '&')
      html += "&amp;";
    else if (letter == '<')
      html += "&lt;";
    else if (letter == '"')
      html += "&quot;";
    else
      html += letter;
  }
  return html;
}

std::string filled_in(std::string page,
                      const std::vector<std::pair<std::string, std::string>>& words) {
  for (const auto& [mark, word] : words) {
    for (auto at = page.find(mark); at != std::string::npos;
         at = page.find(mark, at + word.size())) {
      page.replace(at, mark.size(), word);
    }
  }
  return page;
}

std::string joined(const std::vector<std::string>& hosts) {
  std::string text;
  for (const std::string& host : hosts) text += (text.empty() ? "" : ", ") + host;
  return text;
}

core::Result<void> write_page(const std::filesystem::path& folder, const TlsFlags& flags,
                              const std::string& commune, const std::vector<std::string>& hosts,
                              const core::Bytes& der) {
  const auto source = web_folder(flags.web) / "trust";
  const std::string page = read_text(source / "index.html");
  if (page.empty()) {
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("the page that explains it is missing: {} (--web names the built "
                                  "web app)",
                                  (source / "index.html").string()));
  }
  const std::string origin = fmt::format("https://{}:{}", hosts.front(), flags.port);
  TRY_VOID(node::make_folder(folder));
  TRY_VOID(write_text(folder / "trust.css", read_text(source / "trust.css"), 0644));
  TRY_VOID(node::write_file(folder / "commune.crt", {der}, 0644));
  return write_text(folder / "index.html",
                    filled_in(page, {{"@NAME@", escaped(commune)},
                                     {"@FINGERPRINT@", fingerprint_of(der)},
                                     {"@ORIGIN@", escaped(origin)},
                                     {"@HOSTS@", escaped(joined(hosts))}}),
                    0644);
}

core::Result<void> init_tls(const TlsFlags& flags) {
  const core::Time now = core::SystemClock().now();
  const node::Replay replay = TRY(node::read_commune(flags.directory));
  const std::string commune = replay.state().commune().name;
  const auto folder = node::DataPaths{flags.directory}.tls();
  const auto hosts = hosts_of(flags);
  TRY_VOID(node::make_folder(folder, 0700));
  const Authority authority = TRY(take_authority(folder, commune, hosts, now));
  const ServerCertificate server = TRY(make_server_certificate(authority, hosts, now));
  TRY_VOID(write_text(folder / "server.key", server.key_pem, 0600));
  TRY_VOID(write_text(folder / "server.pem", server.certificate_pem, 0644));
  const core::Bytes der = TRY(certificate_der(authority.certificate_pem));
  TRY_VOID(write_page(folder / "page", flags, commune, hosts, der));
  fmt::print("The authority of {} and a certificate for {} are in {}.\n\n", commune, joined(hosts),
             folder.string());
  fmt::print("Fingerprint, to compare on each phone:\n{}\n\n", fingerprint_of(der));
  fmt::print(
      "Serve the commune:       commune serve {0} --http 0.0.0.0:{1} --tls {2} {3}\n"
      "Show phones how to trust it, for as long as they join:  commune tls page {0}\n",
      flags.directory, flags.port, (folder / "server.pem").string(),
      (folder / "server.key").string());
  return {};
}

core::Result<void> serve_page(const TlsFlags& flags) {
  const node::DataPaths paths = TRY(node::find_data_directory(flags.directory));
  const Address address = TRY(parse_address(flags.http));
  auto files = gateway::http::StaticFiles::open(paths.tls() / "page");
  if (!files) {
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("there is no page yet: commune tls init {}", flags.directory));
  }
  const sigset_t signals = block_end_signals();
  gateway::http::Options options;
  options.address = address.host;
  options.port = address.port;
  const auto shared = std::make_shared<const gateway::http::StaticFiles>(*std::move(files));
  auto server = TRY(gateway::http::Server::open(
      options, [shared](gateway::http::Request request, gateway::http::Reply reply) {
        auto answer = shared->answer(request);
        // So that a phone offers to install the file instead of showing its bytes.
        if (request.path == "/commune.crt") answer.content_type = "application/x-x509-ca-cert";
        reply(std::move(answer));
      }));
  fmt::print("New phones open http://{}:{} to learn how to trust this commune.\n",
             host_in_link(address.host), server.port());
  std::fflush(stdout);
  wait_for_the_end(signals);
  server.stop();
  return {};
}

}  // namespace

void add_tls(CLI::App& program) {
  CLI::App* tls =
      program.add_subcommand("tls", "Secure connections where nobody sells certificates");
  tls->require_subcommand(1);
  const auto flags = std::make_shared<TlsFlags>();

  CLI::App* init = tls->add_subcommand("init", "Make the commune's own authority and certificate");
  init->add_option("DIR", flags->directory, "The commune's data directory")->required();
  init->add_option(
      "HOST", flags->hosts,
      "Names and addresses under which phones reach this computer; by default its own");
  init->add_option("--port", flags->port, "The port that phones will use")->capture_default_str();
  init->add_option("--web", flags->web, "Folder of the built web app");
  run_when_chosen(*init, [flags] { return init_tls(*flags); });

  CLI::App* page = tls->add_subcommand("page", "Show phones how to trust the commune's authority");
  page->add_option("DIR", flags->directory, "The commune's data directory")->required();
  page->add_option("--http", flags->http, "Where to listen, HOST:PORT")->capture_default_str();
  run_when_chosen(*page, [flags] { return serve_page(*flags); });
}

}  // namespace commune::apps
