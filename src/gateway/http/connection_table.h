// Who is connected: for the limits on connections, and to tell all of them that the server stops.
// Thread-safe. A Slot frees its place when it goes.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/http/options.h"

namespace commune::gateway::http {

class Connection;

class ConnectionTable : public std::enable_shared_from_this<ConnectionTable> {
 public:
  class Slot {
   public:
    Slot(std::shared_ptr<ConnectionTable> table, std::uint64_t id)
        : table_(std::move(table)), id_(id) {}
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (table_) table_->free(id_);
    }
    void hold(std::weak_ptr<Connection> connection) const {
      table_->hold(id_, std::move(connection));
    }

   private:
    std::shared_ptr<ConnectionTable> table_;
    std::uint64_t id_;
  };

  ConnectionTable(std::size_t connections_max, std::size_t per_client_max)
      : connections_max_(connections_max), per_client_max_(per_client_max) {}

  // Nothing when there are too many, in all or from this client (loopback has no limit of its own).
  [[nodiscard]] std::optional<Slot> take(const Client& client);

  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> connections() const;

 private:
  struct Entry {
    Client client;
    std::weak_ptr<Connection> connection;
  };

  void hold(std::uint64_t id, std::weak_ptr<Connection> connection);
  void free(std::uint64_t id);

  const std::size_t connections_max_;
  const std::size_t per_client_max_;
  mutable std::mutex mutex_;
  std::uint64_t next_id_ = 0;
  std::unordered_map<std::uint64_t, Entry> entries_;
  std::unordered_map<std::string, std::size_t> per_client_;
};

}  // namespace commune::gateway::http
