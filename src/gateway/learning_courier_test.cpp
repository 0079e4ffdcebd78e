// Helpers are other people's machines: whatever one of them answers, the node goes on.
#include "gateway/learning_courier.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include "gateway/http/answer.h"
#include "gateway/http/server.h"
#include "node/learning_devices_testing.h"
#include "node/test_folder.h"
#include "recommend/contribution.h"

namespace commune::gateway {
namespace {

constexpr std::uint32_t devices_min = 5;
constexpr core::Seconds span = core::days(28);
constexpr std::chrono::seconds patience{20};

trust::Seed seed_of(std::uint8_t byte) {
  trust::Seed seed{};
  seed.fill(byte);
  return seed;
}

// A helper that agrees to everything and says of shares what the test wants.
class Liar {
 public:
  explicit Liar(std::string of_shares) : of_shares_(std::move(of_shares)) {
    http::Options options;
    options.port = 0;
    server_.emplace(
        http::Server::open(options, [this](const http::Request& request, const http::Reply& reply) {
          answer(request, reply);
        }).value());
  }

  [[nodiscard]] http::HttpClient client() const {
    return {.origin = {.is_secure = false, .host = "127.0.0.1", .port = server_->port()}};
  }

  // Waits until it was asked for this so many times.
  [[nodiscard]] bool wait_for(const std::string& verb, int times) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return asked_[verb] >= times; });
  }

 private:
  void answer(const http::Request& request, const http::Reply& reply) {
    const std::string& verb = request.segments.back();
    reply(http::json_response(verb == "shares" ? of_shares_ : "{}"));
    {
      const std::lock_guard lock(mutex_);
      ++asked_[verb];
    }
    changed_.notify_all();
  }

  const std::string of_shares_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> asked_;
  std::optional<http::Server> server_;
};

class LearningCourierTest : public testing::TestWithParam<const char*> {
 protected:
  LearningCourierTest() {
    const trust::SealingKey helper(seed_of(9));
    const core::ByteView key = helper.public_key().view();
    node::LearningOptions options{.span = span,
                                  .terms = {.noise_variance = 1, .devices_min = devices_min},
                                  .own_name = "This commune",
                                  .helpers = {{"Meadow", core::Bytes(key.begin(), key.end())}}};
    learning_ = node::Learning::open(
                    folder_.path(), model::ChainId{}, seed_of(1), std::move(options),
                    [] { return std::vector<std::string>{"pots", "cook"}; }, clock_)
                    .value();
  }

  const node::TestFolder folder_;
  core::ManualClock clock_{{1'790'000'000}};
  std::unique_ptr<node::Learning> learning_;
};

TEST_P(LearningCourierTest, AHelperThatSaysNonsenseCostsTheRoundAndNotTheNode) {
  Liar helper(GetParam());
  {
    LearningCourier courier(*learning_, {helper.client()});
    ASSERT_TRUE(helper.wait_for("announce", 1));
  }
  const auto round = learning_->view().open;
  ASSERT_TRUE(round);
  core::Random random(7);
  for (std::uint32_t i = 0; i < devices_min; ++i) {
    const node::Parcel parcel = node::make_parcel(*round, 3, random);
    ASSERT_TRUE(learning_->take(recommend::digest_of(*round), parcel.contribution, parcel.sealed));
  }
  clock_.advance(span);
  LearningCourier courier(*learning_, {helper.client()});
  ASSERT_TRUE(helper.wait_for("announce", 2)) << "the next round";
  courier.stop();
  ASSERT_TRUE(learning_->view().last);
  EXPECT_EQ(learning_->view().last->end, node::RoundEnd::refused);
}

INSTANTIATE_TEST_SUITE_P(Answers, LearningCourierTest,
                         testing::Values(R"({"refused":"x"})", R"({"refused":-1})",
                                         R"({"refused":1.5})", R"({"refused":{}})", R"({})",
                                         R"([1])", "nonsense", ""));

TEST(LearningDoor, TakesAContributionOfTheMostKindsToTheMostHelpers) {
  const recommend::ContributionLayout layout(recommend::contribution_kinds_max);
  const auto counts = static_cast<std::uint32_t>(layout.size());
  const std::size_t each = recommend::share_size_bytes(counts) + trust::seal_overhead_bytes;
  EXPECT_LE(recommend::helpers_max * each, http::Options{}.put_body_bytes_max);
}

}  // namespace
}  // namespace commune::gateway
