#include "apps/mqtt.h"

#include <fmt/core.h>
#include <mosquitto.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

namespace commune::apps {
namespace {

constexpr int keep_alive_seconds = 30;
constexpr int step_ms = 500;
constexpr int once_at_least = 1;  // QoS 1
constexpr std::chrono::seconds wait_max{60};

struct Free {
  void operator()(mosquitto* client) const { mosquitto_destroy(client); }
};

struct Library {
  Library() { mosquitto_lib_init(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() { mosquitto_lib_cleanup(); }
};

class Listener {
 public:
  Listener(const MqttOptions& options, const OnMessage& on_message)
      : options_(options),
        on_message_(on_message),
        client_(mosquitto_new(options.id.c_str(), false, this)),
        presence_("commune/bridge/" + options.id) {}

  core::Result<void> prepare();
  void listen(const std::atomic<bool>& ended);

 private:
  void say(std::string_view word) {
    mosquitto_publish(client_.get(), nullptr, presence_.c_str(), static_cast<int>(word.size()),
                      word.data(), once_at_least, true);
  }
  void connected(int refusal);
  void leave();

  const MqttOptions& options_;
  const OnMessage& on_message_;
  Library library_;
  std::unique_ptr<mosquitto, Free> client_;
  std::string presence_;
  bool is_connected_ = false;
};

core::Result<void> Listener::prepare() {
  const auto refuse = [](std::string_view what, int status) {
    return core::fail(core::ErrorCode::invalid,
                      fmt::format("{}: {}", what, mosquitto_strerror(status)));
  };
  if (client_ == nullptr) return refuse("--id", MOSQ_ERR_INVAL);
  if (!options_.user.empty()) {
    const int status =
        mosquitto_username_pw_set(client_.get(), options_.user.c_str(), options_.password.c_str());
    if (status != MOSQ_ERR_SUCCESS) return refuse("--user", status);
  }
  if (!options_.authority.empty()) {
    const char* place = options_.authority.c_str();
    const bool is_folder = std::filesystem::is_directory(options_.authority);
    const int status = mosquitto_tls_set(client_.get(), is_folder ? nullptr : place,
                                         is_folder ? place : nullptr, nullptr, nullptr, nullptr);
    if (status != MOSQ_ERR_SUCCESS) return refuse("--broker-ca", status);
  }
  constexpr std::string_view word = "away";
  const int status =
      mosquitto_will_set(client_.get(), presence_.c_str(), static_cast<int>(word.size()),
                         word.data(), once_at_least, true);
  if (status != MOSQ_ERR_SUCCESS) return refuse("--id", status);
  mosquitto_connect_callback_set(client_.get(), [](mosquitto*, void* self, int refusal) {
    static_cast<Listener*>(self)->connected(refusal);
  });
  mosquitto_message_callback_set(
      client_.get(), [](mosquitto*, void* self, const mosquitto_message* message) {
        if (message->retain) return;
        const auto* bytes = static_cast<const char*>(message->payload);
        const auto size = static_cast<std::size_t>(message->payloadlen);
        static_cast<Listener*>(self)->on_message_(
            message->topic, size == 0 ? std::string_view() : std::string_view(bytes, size));
      });
  mosquitto_subscribe_callback_set(
      client_.get(), [](mosquitto*, void* self, int, int count, const int* granted) {
        const bool is_refused = std::count(granted, granted + count, 128) > 0;  // MQTT 3.9.3
        const auto& options = static_cast<Listener*>(self)->options_;
        if (is_refused) spdlog::error("the broker lets {} not listen to a topic", options.id);
      });
  return {};
}

void Listener::connected(int refusal) {
  if (refusal != 0) {
    spdlog::error("the broker {}:{} refuses: {}", options_.host, options_.port,
                  mosquitto_connack_string(refusal));
    return;
  }
  is_connected_ = true;
  for (const std::string& filter : options_.filters) {
    mosquitto_subscribe(client_.get(), nullptr, filter.c_str(), once_at_least);
  }
  say("here");
  spdlog::info("listening to {} topics at {}:{}", options_.filters.size(), options_.host,
               options_.port);
}

// Connects again for as long as it takes, with waits that double.
void Listener::listen(const std::atomic<bool>& ended) {
  std::chrono::milliseconds wait{step_ms};
  int status =
      mosquitto_connect(client_.get(), options_.host.c_str(), options_.port, keep_alive_seconds);
  while (!ended) {
    while (status == MOSQ_ERR_SUCCESS && !ended) {
      status = mosquitto_loop(client_.get(), step_ms, 1);
    }
    if (ended) break;
    if (is_connected_) wait = std::chrono::milliseconds{step_ms};
    is_connected_ = false;
    spdlog::warn("the broker {}:{} is away ({}); next try in {} ms", options_.host, options_.port,
                 mosquitto_strerror(status), wait.count());
    for (auto left = wait; left.count() > 0 && !ended; left -= std::chrono::milliseconds{step_ms}) {
      std::this_thread::sleep_for(std::chrono::milliseconds{step_ms});
    }
    wait = std::min<std::chrono::milliseconds>(2 * wait, wait_max);
    status = mosquitto_reconnect(client_.get());
  }
  leave();
}

// Says goodbye and waits a little for the broker to have heard it.
void Listener::leave() {
  if (!is_connected_) return;
  say("away");
  mosquitto_disconnect(client_.get());
  for (int i = 0; i < 4 && mosquitto_loop(client_.get(), step_ms, 1) == MOSQ_ERR_SUCCESS; ++i) {
  }
}

}  // namespace

core::Result<void> listen_to_mqtt(const MqttOptions& options, const OnMessage& on_message,
                                  const std::atomic<bool>& ended) {
  Listener listener(options, on_message);
  TRY_VOID(listener.prepare());
  listener.listen(ended);
  return {};
}

}  // namespace commune::apps
