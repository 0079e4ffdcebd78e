#include "gateway/http/connection.h"

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <exception>
#include <type_traits>

#include "gateway/http/answer.h"
#include "gateway/http/head.h"
#include "gateway/http/live_stream.h"
#include "gateway/http/request_reader.h"

namespace commune::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using std::chrono::steady_clock;

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t write_slice_bytes = 64U << 10U;
constexpr std::size_t linger_bytes_max = 1U << 20U;

template <class Socket>
class SocketConnection final : public Connection,
                               public StreamOwner,
                               public std::enable_shared_from_this<SocketConnection<Socket>> {
 public:
  template <class... Arguments>
  SocketConnection(std::shared_ptr<ServerContext> context, Client client,
                   ConnectionTable::Slot slot, Arguments&&... arguments)
      : slot_(std::move(slot)),
        context_(std::move(context)),
        client_(std::move(client)),
        socket_(std::forward<Arguments>(arguments)...),
        handler_timer_(socket_.get_executor()),
        reader_(context_->options) {}

  void start() override {
    slot_.hold(this->weak_from_this());
    asio::dispatch(socket_.get_executor(), [self = this->shared_from_this()] { self->open(); });
  }

  void stop() override {
    asio::post(socket_.get_executor(), [self = this->shared_from_this()] {
      const bool waits = self->state_ == State::reading && self->phase_ == Phase::idle;
      if (waits || self->state_ == State::streaming) self->close();
    });
  }

  void abort() override {
    asio::post(socket_.get_executor(), [self = this->shared_from_this()] { self->close(); });
  }

  void pump() override {
    asio::post(socket_.get_executor(), [self = this->shared_from_this()] { self->write_stream(); });
  }

  void cut_off() override { abort(); }

 private:
  using Phase = RequestReader::Phase;
  static constexpr bool is_tls = std::is_same_v<Socket, TlsStream>;
  enum class State : std::uint8_t { reading, handling, writing, streaming, lingering, closed };

  [[nodiscard]] beast::tcp_stream& lowest() { return beast::get_lowest_layer(socket_); }
  [[nodiscard]] const Deadlines& deadlines() const { return context_->options.deadlines; }

  void open() {
    if constexpr (is_tls) {
      lowest().expires_after(deadlines().handshake);
      socket_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](error_code error) {
                                if (error) return self->close();
                                self->read();
                              });
    } else {
      read();
    }
  }

  // ------------------------------------------------------------------------------------ reading

  [[nodiscard]] std::chrono::milliseconds deadline_of(Phase phase) const {
    if (phase == Phase::idle) return deadlines().idle;
    return phase == Phase::header ? deadlines().header : deadlines().body;
  }

  void read() {
    // A deadline runs from the beginning of its phase: a byte now and then does not extend it.
    if (state_ != State::reading || phase_ != reader_.phase()) {
      phase_ = reader_.phase();
      phase_ends_at_ = steady_clock::now() + deadline_of(phase_);
      state_ = State::reading;
    }
    lowest().expires_at(phase_ends_at_);
    socket_.async_read_some(asio::buffer(read_buffer_),
                            [self = this->shared_from_this()](error_code error, std::size_t size) {
                              if (error) return self->close();
                              self->reader_.feed({self->read_buffer_.data(), size});
                              self->proceed();
                            });
  }

  void proceed() {
    if (state_ == State::closed) return;
    switch (reader_.phase()) {
      case Phase::ready: return handle();
      case Phase::broken:
        terms_ = {};
        terms_.keep_alive = false;
        return write(reader_.refusal());
      case Phase::idle:
        if (context_->stopping) return close();
        return read();
      case Phase::header: return read();
      case Phase::body:
        if (reader_.take_expects_continue()) return write_continue();
        return read();
    }
  }

  void write_continue() {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    lowest().expires_after(deadlines().write);
    asio::async_write(socket_, asio::buffer(text),
                      [self = this->shared_from_this()](error_code error, std::size_t) {
                        if (error) return self->close();
                        self->read();
                      });
  }

  // ----------------------------------------------------------------------------------- handling

  void handle() {
    state_ = State::handling;
    terms_ = reader_.terms();
    auto request = reader_.take();
    if (const auto wait = context_->limiter.take(client_, steady_clock::now())) {
      return write(too_many_requests(*wait));
    }
    if (!request) return write(error_response(request.error()));
    request->client = client_;
    request->secure = is_tls;
    const std::uint64_t turn = ++turn_;
    Reply reply([self = this->shared_from_this(), turn](Response response) {
      asio::dispatch(self->socket_.get_executor(), [self, turn, response = std::move(response)] {
        self->answer(turn, response);
      });
    });
    call_service(std::move(*request), std::move(reply));
    if (state_ == State::handling) wait_for_handler(turn);
  }

  // Whatever a handler throws ends this request, not the commune's node.
  void call_service(Request request, Reply reply) {
    try {
      context_->service(std::move(request), reply);
    } catch (const std::exception&) {
      reply(error_response(500, "internal", "Something went wrong inside the commune's node."));
    }
  }

  void wait_for_handler(std::uint64_t turn) {
    handler_timer_.expires_after(deadlines().handler);
    handler_timer_.async_wait([self = this->shared_from_this(), turn](error_code error) {
      if (error) return;
      self->answer(turn, error_response(core::Error{core::ErrorCode::timed_out,
                                                    "The commune's node took too long."}));
    });
  }

  void answer(std::uint64_t turn, const Response& response) {
    if (turn != turn_ || state_ != State::handling) return;
    handler_timer_.cancel();
    write(response);
  }

  [[nodiscard]] static Response too_many_requests(std::chrono::milliseconds wait) {
    Response response =
        error_response(core::Error{core::ErrorCode::rate_limited,
                                   "Too many requests from this address. Please wait a moment."});
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    response.headers.push_back({"retry-after", std::to_string(seconds)});
    return response;
  }

  // ------------------------------------------------------------------------------------ writing

  void write(const Response& response) {
    state_ = State::writing;
    if (context_->stopping) terms_.keep_alive = false;
    answer_ = make_wire_answer(response, terms_);
    stream_start_ = terms_.head_only ? nullptr : response.stream;
    if (response.stream) terms_.keep_alive = false;
    body_written_ = 0;
    write_slice(answer_.head);
  }

  void write_slice(std::string_view head) {
    const std::string_view body = answer_.body ? std::string_view(*answer_.body) : "";
    const std::string_view slice = body.substr(body_written_, write_slice_bytes);
    body_written_ += slice.size();
    lowest().expires_after(deadlines().write);
    if (head.empty()) {
      asio::async_write(socket_, asio::buffer(slice), when_written(slice.size()));
    } else if constexpr (is_tls) {
      // One buffer: Beast's TLS stream sends the first of several alone, or nothing if it is large.
      answer_.head.append(slice);
      asio::async_write(socket_, asio::buffer(answer_.head), when_written(answer_.head.size()));
    } else {
      const std::array<asio::const_buffer, 2> both = {asio::buffer(head), asio::buffer(slice)};
      asio::async_write(socket_, both, when_written(head.size() + slice.size()));
    }
  }

  auto when_written(std::size_t expected) {
    return [self = this->shared_from_this(), expected](error_code error, std::size_t size) {
      if (error || size != expected) return self->close();
      const bool more = self->answer_.body && self->body_written_ < self->answer_.body->size();
      if (more) return self->write_slice({});
      self->finish_answer();
    };
  }

  void finish_answer() {
    answer_ = {};
    if (stream_start_) return begin_stream();
    if (!terms_.keep_alive) return linger();
    proceed();
  }

  // ------------------------------------------------------------------------------------ closing

  // Says goodbye, and lets the client read the answer before the socket goes (a close with unread
  // bytes would reset the connection and lose it).
  void linger() {
    state_ = State::lingering;
    lowest().expires_after(deadlines().linger);
    if constexpr (is_tls) {
      socket_.async_shutdown([self = this->shared_from_this()](error_code) { self->close(); });
    } else {
      error_code ignored;
      socket_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
      discard();
    }
  }

  void discard() {
    socket_.async_read_some(asio::buffer(read_buffer_),
                            [self = this->shared_from_this()](error_code error, std::size_t size) {
                              self->discarded_ += size;
                              if (error || self->discarded_ > linger_bytes_max)
                                return self->close();
                              self->discard();
                            });
  }

  void close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    if (live_) live_->mark_closed();
    handler_timer_.cancel();
    lowest().close();
  }

  // ----------------------------------------------------------------------------------- streaming

  void begin_stream() {
    if (context_->stopping) return close();
    state_ = State::streaming;
    live_ = std::make_shared<LiveStream>(this->weak_from_this(),
                                         context_->options.stream_backlog_bytes_max);
    lowest().expires_never();
    watch_for_end();
    std::exchange(stream_start_, nullptr)(live_);
  }

  // The client says nothing more; a read tells when it has gone.
  void watch_for_end() {
    socket_.async_read_some(asio::buffer(read_buffer_),
                            [self = this->shared_from_this()](error_code error, std::size_t size) {
                              self->discarded_ += size;
                              if (error || self->discarded_ > linger_bytes_max)
                                return self->close();
                              self->watch_for_end();
                            });
  }

  void write_stream() {
    if (state_ != State::streaming || !stream_batch_.empty()) return;
    stream_batch_ = live_->take_batch();
    if (stream_batch_.empty()) return;
    lowest().expires_after(deadlines().write);
    if constexpr (is_tls) {
      stream_text_.clear();
      for (const SharedText& text : stream_batch_) stream_text_.append(*text);
      asio::async_write(socket_, asio::buffer(stream_text_), when_streamed());
    } else {
      std::vector<asio::const_buffer> buffers;
      buffers.reserve(stream_batch_.size());
      for (const SharedText& text : stream_batch_) buffers.push_back(asio::buffer(*text));
      asio::async_write(socket_, buffers, when_streamed());
    }
  }

  auto when_streamed() {
    return [self = this->shared_from_this()](error_code error, std::size_t size) {
      if (error) return self->close();
      self->live_->written(size);
      self->stream_batch_.clear();
      self->write_stream();
    };
  }

  ConnectionTable::Slot slot_;
  const std::shared_ptr<ServerContext> context_;
  const Client client_;
  Socket socket_;
  asio::steady_timer handler_timer_;
  RequestReader reader_;
  State state_ = State::handling;  // the first read() starts the idle phase
  Phase phase_ = Phase::idle;
  steady_clock::time_point phase_ends_at_;
  std::array<char, 8192> read_buffer_{};
  std::uint64_t turn_ = 0;
  AnswerTerms terms_;
  WireAnswer answer_;
  std::size_t body_written_ = 0;
  std::size_t discarded_ = 0;
  StreamStart stream_start_;
  std::shared_ptr<LiveStream> live_;
  std::vector<SharedText> stream_batch_;
  std::string stream_text_;  // the batch as one text, for TLS
};

}  // namespace

std::shared_ptr<Connection> make_connection(beast::tcp_stream stream,
                                            std::shared_ptr<ServerContext> context, Client client,
                                            ConnectionTable::Slot slot) {
  if (context->tls) {
    auto& tls = *context->tls;
    return std::make_shared<SocketConnection<TlsStream>>(std::move(context), std::move(client),
                                                         std::move(slot), std::move(stream), tls);
  }
  return std::make_shared<SocketConnection<PlainStream>>(std::move(context), std::move(client),
                                                         std::move(slot), std::move(stream));
}

}  // namespace commune::gateway::http
