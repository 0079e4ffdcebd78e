#include "gateway/http/connection_table.h"

namespace commune::gateway::http {

std::optional<ConnectionTable::Slot> ConnectionTable::take(const Client& client) {
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= connections_max_) return std::nullopt;
  const auto found = per_client_.find(client.address);
  if (!client.loopback && found != per_client_.end() && found->second >= per_client_max_) {
    return std::nullopt;
  }
  const std::uint64_t id = next_id_++;
  entries_.emplace(id, Entry{client, {}});
  ++per_client_[client.address];
  return std::optional<Slot>(std::in_place, shared_from_this(), id);
}

void ConnectionTable::hold(std::uint64_t id, std::weak_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  entries_.at(id).connection = std::move(connection);
}

void ConnectionTable::free(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(id);
  const auto client = per_client_.find(entry->second.client.address);
  if (--client->second == 0) per_client_.erase(client);
  entries_.erase(entry);
}

std::size_t ConnectionTable::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

std::vector<std::shared_ptr<Connection>> ConnectionTable::connections() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> result;
  for (const auto& [id, entry] : entries_) {
    if (auto connection = entry.connection.lock()) result.push_back(std::move(connection));
  }
  return result;
}

}  // namespace commune::gateway::http
