#include "gateway/http/server.h"

#include <sys/resource.h>

#include <array>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <thread>

#include "core/check.h"
#include "gateway/http/connection.h"
#include "gateway/http/tls.h"

namespace commune::gateway::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds accept_pause{100};

Client client_of(const asio::ip::address& given) {
  asio::ip::address address = given;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  Client client{.address = {}, .loopback = address.is_loopback()};
  if (address.is_v6() && !client.loopback) {
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    client.address = asio::ip::address_v6(bytes).to_string() + "/64";
  } else {
    client.address = address.to_string();
  }
  return client;
}

core::Result<tcp::acceptor> open_acceptor(asio::io_context& io, const Options& options) {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    return core::fail(core::ErrorCode::invalid, options.address + " is not an IP address");
  }
  const tcp::endpoint endpoint(address, options.port);
  const std::string place = options.address + ", port " + std::to_string(options.port);
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {
    return core::fail(core::ErrorCode::in_use, "Another program already listens on " + place +
                                                   ". Stop it, or choose another port.");
  }
  if (error == asio::error::access_denied) {
    return core::fail(core::ErrorCode::unauthorised,
                      "This user may not listen on " + place + ". Choose a port above 1023.");
  }
  if (error) return core::fail(core::ErrorCode::invalid, "Cannot listen on " + place + ".");
  return acceptor;
}

// Each connection is a file to the kernel; the soft limit is often 1024.
void raise_file_limit(std::size_t connections_max) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const auto wanted = static_cast<rlim_t>(connections_max + 256);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, limit.rlim_max);
  // Without the raise the server still runs, and accepts fewer.
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

}  // namespace

class Server::Impl {
 public:
  Impl(const Options& options, Service service)
      : context_(std::make_shared<ServerContext>(options)),
        table_(std::make_shared<ConnectionTable>(options.connections_max,
                                                 options.connections_per_client_max)),
        accepting_(asio::make_strand(context_->io)),
        acceptor_(context_->io),
        pause_(context_->io) {
    context_->service = std::move(service);
  }

  core::Result<void> open() {
    if (context_->options.tls) context_->tls.emplace(TRY(open_tls(*context_->options.tls)));
    acceptor_ = TRY(open_acceptor(context_->io, context_->options));
    error_code error;
    port_ = acceptor_.local_endpoint(error).port();
    raise_file_limit(context_->options.connections_max);
    accept();
    const unsigned count = std::max(1U, context_->options.threads);
    for (unsigned i = 0; i < count; ++i) {
      threads_.emplace_back([this] { context_->io.run(); });
    }
    return {};
  }

  void stop(std::chrono::milliseconds grace) {
    if (context_->stopping.exchange(true)) return;
    asio::post(accepting_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
    });
    for (const auto& connection : table_->connections()) connection->stop();
    const auto ends_at = std::chrono::steady_clock::now() + grace;
    while (table_->count() > 0 && std::chrono::steady_clock::now() < ends_at) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    for (const auto& connection : table_->connections()) connection->abort();
    work_.reset();
    // Aborted connections end by themselves; a handler that hangs is left behind by stop().
    const auto gives_up_at = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (table_->count() > 0 && std::chrono::steady_clock::now() < gives_up_at) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    context_->io.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t connection_count() const { return table_->count(); }

 private:
  void accept() {
    const auto accepted = [this](error_code error, tcp::socket socket) {
      if (context_->stopping || error == asio::error::operation_aborted) return;
      if (error) return accept_later();  // out of files, mostly
      welcome(std::move(socket));
      accept();
    };
    acceptor_.async_accept(asio::make_strand(context_->io),
                           asio::bind_executor(accepting_, accepted));
  }

  void accept_later() {
    pause_.expires_after(accept_pause);
    pause_.async_wait(asio::bind_executor(accepting_, [this](error_code error) {
      if (!error && !context_->stopping) accept();
    }));
  }

  void welcome(tcp::socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    socket.set_option(tcp::no_delay(true), error);
    Client client = client_of(peer.address());
    auto slot = table_->take(client);
    if (!slot) return;  // too many: the socket closes
    make_connection(boost::beast::tcp_stream(std::move(socket)), context_, std::move(client),
                    std::move(*slot))
        ->start();
  }

  std::shared_ptr<ServerContext> context_;
  std::shared_ptr<ConnectionTable> table_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{
      std::in_place, context_->io.get_executor()};
  asio::strand<asio::io_context::executor_type> accepting_;  // all use of the two below
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

core::Result<Server> Server::open(const Options& options, Service service) {
  CHECK(service != nullptr);
  auto impl = std::make_unique<Impl>(options, std::move(service));
  TRY_VOID(impl->open());
  return Server(std::move(impl));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;

Server::~Server() {
  if (impl_) impl_->stop(std::chrono::seconds(1));
}

std::uint16_t Server::port() const { return impl_->port(); }
std::size_t Server::connection_count() const { return impl_->connection_count(); }
void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }

}  // namespace commune::gateway::http
