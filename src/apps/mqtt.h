// Listening to a broker of MQTT 3.1.1 through libmosquitto; the only file that includes it is
// mqtt.cpp. A broker that goes away is waited for; what was published with QoS 1 in the meantime
// comes afterwards, because the session is kept under `id`. What the broker keeps as the last word
// on a topic (retained) is not told: it would be told again with every connection.
//
// The broker holds a last will: commune/bridge/<id> is "here" while this listens and "away" after.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace commune::apps {

struct MqttOptions {
  std::string host;
  std::uint16_t port = 1883;
  std::string id;  // one name for each bridge at a broker
  std::string user = {};
  std::string password = {};
  std::string authority = {};  // to speak TLS: a PEM file, or a folder of them; empty: plain
  std::vector<std::string> filters = {};  // of topics
};

using OnMessage = std::function<void(const std::string& topic, std::string_view message)>;

// Calls `on_message` on this thread until `ended`, which is looked at twice a second. Errors:
// invalid (options the library refuses); everything later is logged and tried again.
[[nodiscard]] core::Result<void> listen_to_mqtt(const MqttOptions& options,
                                                const OnMessage& on_message,
                                                const std::atomic<bool>& ended);

}  // namespace commune::apps
