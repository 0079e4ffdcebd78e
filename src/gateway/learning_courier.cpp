#include "gateway/learning_courier.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/check.h"
#include "gateway/helper_api.h"
#include "recommend/byte_codec.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;

constexpr std::chrono::seconds retry_min{1};
constexpr std::chrono::seconds retry_max{300};
// A clock that is set while the round lasts is noticed within this time.
constexpr std::chrono::seconds look_max{60};

// What the helper said instead of yes. A round that it does not know is lost: asking again in vain.
core::Error refusal(const http::HttpClient& helper, const http::ClientAnswer& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const nlohmann::json::json_pointer code("/error/code");
  const nlohmann::json::json_pointer message("/error/message");
  const bool is_told = body.is_object() && body.contains(code) && body.at(code).is_string() &&
                       body.contains(message) && body.at(message).is_string();
  const std::string sentence =
      is_told ? body.at(message).get<std::string>() : "it answers " + std::to_string(answer.status);
  const bool is_busy = answer.status == 429 || answer.status >= 500;
  return {is_busy ? ErrorCode::unavailable : ErrorCode::invalid,
          "the helper at " + helper.origin.host + ": " + sentence};
}

// How many shares a helper says it could not use: what somebody else's program says may be
// anything.
std::optional<std::uint64_t> refused_by(const http::ClientAnswer& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const auto refused = body.is_object() ? body.find("refused") : body.end();
  if (refused == body.end() || !refused->is_number_unsigned()) return std::nullopt;
  return refused->get<std::uint64_t>();
}

}  // namespace

LearningCourier::LearningCourier(node::Learning& learning, std::vector<http::HttpClient> helpers)
    : learning_(learning), helpers_(std::move(helpers)), thread_([this] { run(); }) {}

LearningCourier::~LearningCourier() { stop(); }

void LearningCourier::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LearningCourier::run() {
  auto retry = retry_min;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const auto next = learning_.work(*this);
    std::chrono::seconds wait = look_max;
    if (next) {
      retry = retry_min;
      wait = std::min(wait, std::chrono::seconds(std::max<std::int64_t>(next->count, 1)));
    } else {
      spdlog::warn("learning: {}; next try in {} s", next.error().message, retry.count());
      wait = retry;
      retry = std::min(2 * retry, retry_max);
    }
    lock.lock();
    wakeup_.wait_for(lock, wait, [this] { return stopping_; });
  }
}

core::Result<http::ClientAnswer> LearningCourier::ask(std::uint32_t helper, std::string_view verb,
                                                      core::ByteView content) {
  CHECK(helper >= 1 && helper <= helpers_.size());
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return core::fail(ErrorCode::unavailable, "the node is about to end");
  }
  const http::HttpClient& client = helpers_[helper - 1];
  http::ClientAnswer answer =
      TRY(client.post(helper_path(verb), "application/octet-stream",
                      sign_to_helper(learning_.signing_key(), verb, content)));
  if (answer.status != 200) return std::unexpected(refusal(client, answer));
  return answer;
}

core::Result<void> LearningCourier::announce(std::uint32_t helper,
                                             const recommend::Announcement& announcement) {
  TRY(ask(helper, "announce", recommend::encode_announcement(announcement)));
  return {};
}

core::Result<void> LearningCourier::deliver(std::uint32_t helper, const core::Digest& round,
                                            const std::vector<core::Bytes>& sealed) {
  CHECK(!sealed.empty());
  recommend::ByteWriter out;
  out.raw(round.view());
  out.number(static_cast<std::uint32_t>(sealed.front().size()));
  for (const core::Bytes& one : sealed) out.raw(one);
  const auto refused = refused_by(TRY(ask(helper, "shares", out.take())));
  if (!refused) {
    return core::fail(ErrorCode::malformed, "the helper at " + helpers_[helper - 1].origin.host +
                                                " does not say how many shares it refused");
  }
  if (*refused > 0) spdlog::warn("learning: a helper could not use {} shares", *refused);
  return {};
}

core::Result<std::vector<recommend::ContributionId>> LearningCourier::contributions(
    std::uint32_t helper, const core::Digest& round) {
  const http::ClientAnswer said = TRY(ask(helper, "contributions", round.view()));
  return node::parse_contributions(core::as_bytes(said.body));
}

core::Result<std::vector<std::uint32_t>> LearningCourier::close(
    std::uint32_t helper, const core::Digest& round,
    const std::vector<recommend::ContributionId>& agreed) {
  core::Bytes content(round.view().begin(), round.view().end());
  const core::Bytes ids = node::encode_contributions(agreed);
  content.insert(content.end(), ids.begin(), ids.end());
  const http::ClientAnswer said = TRY(ask(helper, "close", content));
  return node::parse_sum(core::as_bytes(said.body));
}

}  // namespace commune::gateway
