// The live stream: gathers what blocks changed for a moment, writes it once as text, and hands the
// same text to every client. The last texts are kept, so that a client that was away goes on by
// height; after a longer gap it is told to load everything again. One thread of its own; neither
// the node nor a client ever waits for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "core/time.h"
#include "gateway/board.h"
#include "gateway/http/message.h"
#include "node/engine.h"

namespace commune::gateway {

struct StreamTimes {
  std::chrono::milliseconds gather{40};  // between two events: many blocks become one
  std::chrono::milliseconds ping{20'000};
};

// What has changed since the last event was sent.
struct GatheredChanges {
  core::Height height;
  core::Time time;
  std::set<model::TaskId> tasks;
  std::set<model::MemberId> renamed;
  bool rounds = false;
  bool calls = false;
  bool catalogue = false;
  bool members = false;
};

class StreamHub {
 public:
  static constexpr std::size_t texts_kept_max = 1024;
  static constexpr std::size_t bytes_kept_max = 4U << 20U;
  static constexpr std::size_t tasks_per_event_max = 500;  // more, and loading again is cheaper

  StreamHub(const Board& board, StreamTimes times);
  StreamHub(const StreamHub&) = delete;
  StreamHub& operator=(const StreamHub&) = delete;
  ~StreamHub();

  // After the board has followed it. Quick.
  void publish(const node::BlockEvents& block);

  // `since` is the last height that the client knows; nothing: only what comes from now on.
  void add(std::shared_ptr<http::Stream> stream, std::optional<core::Height> since);

  void stop();

 private:
  struct Sent {
    core::Height after;  // the height before it
    core::Height height;
    http::SharedText text;
  };

  void run();
  void send(GatheredChanges gathered);
  void keep(Sent sent);
  void broadcast(const http::SharedText& text,
                 const std::vector<std::shared_ptr<http::Stream>>& to);
  [[nodiscard]] std::vector<std::shared_ptr<http::Stream>> open_streams();
  [[nodiscard]] std::optional<std::vector<http::SharedText>> missed(core::Height since) const;

  const Board& board_;
  const StreamTimes times_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  std::optional<GatheredChanges> gathered_;
  core::Height sent_height_;
  std::deque<Sent> kept_;
  std::size_t kept_bytes_ = 0;
  std::vector<std::shared_ptr<http::Stream>> streams_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::gateway
