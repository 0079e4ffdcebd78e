// Runs the node's rounds of learning: does what is due, on a thread of its own, and carries it to
// the helpers over HTTP.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "gateway/http/client.h"
#include "node/learning.h"

namespace commune::gateway {

class LearningCourier final : private node::HelperDoors {
 public:
  // `helpers` in the order of the options of `learning`, which must outlive the courier.
  LearningCourier(node::Learning& learning, std::vector<http::HttpClient> helpers);
  LearningCourier(const LearningCourier&) = delete;
  LearningCourier& operator=(const LearningCourier&) = delete;
  ~LearningCourier() override;  // stops

  // Waits for the request in progress, at most its deadline; nobody else is asked any more.
  void stop();

 private:
  void run();
  [[nodiscard]] core::Result<http::ClientAnswer> ask(std::uint32_t helper, std::string_view verb,
                                                     core::ByteView content);

  core::Result<void> announce(std::uint32_t helper,
                              const recommend::Announcement& announcement) override;
  core::Result<void> deliver(std::uint32_t helper, const core::Digest& round,
                             const std::vector<core::Bytes>& sealed) override;
  core::Result<std::vector<recommend::ContributionId>> contributions(
      std::uint32_t helper, const core::Digest& round) override;
  core::Result<std::vector<std::uint32_t>> close(
      std::uint32_t helper, const core::Digest& round,
      const std::vector<recommend::ContributionId>& agreed) override;

  node::Learning& learning_;
  const std::vector<http::HttpClient> helpers_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::gateway
