// Rounds of learning from the first announcement to the model: what is promised holds through
// restarts and helpers that are away, and nothing comes out of fewer devices than were promised.
#include "node/learning.h"

#include <gtest/gtest.h>

#include <cmath>

#include "node/learning_devices_testing.h"
#include "node/test_folder.h"
#include "recommend/model_file.h"

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr std::uint32_t devices_min = 5;
constexpr core::Time start{1'790'000'000};
constexpr core::Seconds span = core::days(28);

// A node and its helper; `restart` ends and opens the node as a crash would.
struct World {
  explicit World(std::uint32_t helper_min = devices_min)
      : helper(folder.path() / "helper.db", seed(9), helper_min) {
    restart();
  }
  static trust::Seed seed(std::uint8_t byte) {
    trust::Seed bytes{};
    bytes.fill(byte);
    return bytes;
  }
  void restart() {
    learning.reset();
    const core::ByteView key = helper.desk().key().view();
    LearningOptions options{.span = span,
                            .terms = {.noise_variance = 1, .devices_min = devices_min},
                            .own_name = "This commune",
                            .helpers = {{"Meadow", core::Bytes(key.begin(), key.end())}}};
    auto opened = Learning::open(
        folder.path(), model::ChainId{}, seed(1), std::move(options),
        [] { return std::vector<std::string>{"pots", "cook", "mend"}; }, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    learning = std::move(*opened);
  }
  [[nodiscard]] recommend::Announcement open() {
    EXPECT_TRUE(learning->work(helper));
    return *learning->view().open;
  }
  core::Result<void> send(const recommend::Announcement& round, const Parcel& parcel) {
    return learning->take(recommend::digest_of(round), parcel.contribution, parcel.sealed);
  }
  void send_devices(const recommend::Announcement& round, int devices) {
    core::Random random(7);
    for (int i = 0; i < devices; ++i) EXPECT_TRUE(send(round, make_parcel(round, 3, random)));
  }
  void close_time() { clock.advance(span); }

  TestFolder folder;
  core::ManualClock clock{start};
  NearHelper helper;
  std::unique_ptr<Learning> learning;
};

TEST(Learning, ARoundOfEnoughDevicesGivesAModelThatIsTrueOfThem) {
  World world;
  const recommend::Announcement round = world.open();
  EXPECT_EQ(round.kinds, (std::vector<std::string>{"cook", "mend", "pots"}));
  EXPECT_EQ(round.helpers.size(), 2U);
  world.send_devices(round, 400);
  EXPECT_FALSE(world.learning->view().model);
  world.close_time();
  ASSERT_TRUE(world.learning->work(world.helper));
  const LearningView view = world.learning->view();
  ASSERT_TRUE(view.last);
  EXPECT_EQ(view.last->end, RoundEnd::learnt);
  EXPECT_EQ(view.last->contributions, 400U);
  EXPECT_FALSE(view.open) << "the next opens at the next look";
  const auto model = recommend::parse_model(world.learning->view().model->bytes);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->contributions, 400U);
  const auto share = [](float log_odds) { return 1 / (1 + std::exp(-log_odds)); };
  EXPECT_NEAR(share(model->rates.all), 0.5, 0.05);
  EXPECT_NEAR(model->overrun_minutes[0], 30, 6);
  EXPECT_GT(model->similarity.weights()(0, 1), 0.2F) << "the two kinds go together";
  EXPECT_GT(world.open().number, round.number);
}

TEST(Learning, NothingComesOutOfFewerDevicesThanWerePromised) {
  World world;
  const recommend::Announcement round = world.open();
  world.send_devices(round, devices_min - 1);
  world.close_time();
  ASSERT_TRUE(world.learning->work(world.helper));
  EXPECT_EQ(world.learning->view().last->end, RoundEnd::too_few);
  EXPECT_FALSE(world.learning->view().model);
  const auto next = world.open();
  EXPECT_EQ(world.helper.desk().contributions(recommend::digest_of(round)).error().code,
            ErrorCode::not_found)
      << "the helper has forgotten the round that was not closed";
  EXPECT_GT(next.number, round.number);
}

TEST(Learning, OnlyWholeContributionsOfTheOpenRoundAreTaken) {
  World world;
  core::Random random(3);
  const auto code = [](const core::Result<void>& result) {
    return result ? ErrorCode{} : result.error().code;
  };
  const recommend::Announcement round = world.open();
  const Parcel parcel = make_parcel(round, 3, random);
  ASSERT_TRUE(world.send(round, parcel));
  EXPECT_TRUE(world.send(round, parcel)) << "the same again is no second one";
  recommend::Announcement old = round;
  --old.number;
  EXPECT_EQ(code(world.send(old, parcel)), ErrorCode::not_found);

  Parcel wrong = make_parcel(round, 3, random);
  wrong.sealed.pop_back();
  EXPECT_EQ(code(world.send(round, wrong)), ErrorCode::invalid) << "its size";
  wrong = make_parcel(round, 3, random);
  const auto half = static_cast<std::ptrdiff_t>(wrong.sealed.size() / 2);
  std::rotate(wrong.sealed.begin(), wrong.sealed.begin() + half, wrong.sealed.end());
  EXPECT_EQ(code(world.send(round, wrong)), ErrorCode::forged) << "sealed to the other helper";
  wrong = make_parcel(round, 3, random);
  ++wrong.contribution[0];
  EXPECT_EQ(code(world.send(round, wrong)), ErrorCode::invalid) << "another's name";
  wrong = parcel;
  ++wrong.sealed.back();
  EXPECT_EQ(code(world.send(round, wrong)), ErrorCode::conflict) << "another share for the helper";
  wrong = make_parcel(old, 3, random);
  EXPECT_EQ(code(world.send(round, wrong)), ErrorCode::forged) << "bound to another round";

  world.close_time();
  EXPECT_EQ(code(world.send(round, make_parcel(round, 3, random))), ErrorCode::unavailable);
}

TEST(Learning, AShareUnderAnothersNameIsKeptNowhere) {
  World world;
  core::Random random(3);
  const recommend::Announcement round = world.open();
  const core::Digest digest = recommend::digest_of(round);
  Parcel parcel = make_parcel(round, 3, random);
  const core::ByteView share = core::ByteView(parcel.sealed).subspan(parcel.sealed.size() / 2);
  ++parcel.contribution[0];
  EXPECT_EQ(world.helper.desk().take(digest, parcel.contribution, share).error().code,
            ErrorCode::invalid);
  EXPECT_TRUE(world.helper.desk().contributions(digest)->empty());
  --parcel.contribution[0];
  EXPECT_TRUE(world.helper.desk().take(digest, parcel.contribution, share));
}

TEST(Learning, AHelperLeavesOutWhatItCannotOpenAndKeepsTheRest) {
  World world;
  core::Random random(3);
  const recommend::Announcement round = world.open();
  const core::Digest digest = recommend::digest_of(round);
  std::vector<core::Bytes> shares;
  for (int i = 0; i < 3; ++i) {
    const core::Bytes all = make_parcel(round, 3, random).sealed;
    shares.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  }
  ++shares[1].back();
  const std::vector<core::ByteView> views(shares.begin(), shares.end());
  EXPECT_EQ(world.helper.desk().take(digest, views), 1U);
  EXPECT_EQ(world.helper.desk().contributions(digest)->size(), 2U);
  EXPECT_EQ(world.helper.desk().take(core::Digest{}, views).error().code, ErrorCode::not_found);
}

TEST(Learning, WhatPhonesAskForIsReadFromTheDiskOnce) {
  World world;
  world.send_devices(world.open(), devices_min);
  EXPECT_EQ(world.learning->view().open, world.learning->view().open) << "one and the same";
  world.close_time();
  ASSERT_TRUE(world.learning->work(world.helper));
  const auto model = world.learning->view().model;
  ASSERT_TRUE(model);
  EXPECT_EQ(model, world.learning->view().model);
  world.restart();
  EXPECT_EQ(world.learning->view().model->digest, model->digest);
  EXPECT_EQ(world.learning->view().last->contributions, devices_min);
  ASSERT_TRUE(world.learning->work(world.helper));
  const auto next = world.learning->view().open;
  world.restart();
  EXPECT_EQ(*world.learning->view().open, *next);
}

TEST(Learning, AContributionThatOneHelperCannotOpenIsLeftOutByAll) {
  World world;
  core::Random random(3);
  const recommend::Announcement round = world.open();
  world.send_devices(round, devices_min);
  Parcel broken = make_parcel(round, 3, random);
  ++broken.sealed.back();
  ASSERT_TRUE(world.send(round, broken)) << "the node cannot see it";
  world.close_time();
  ASSERT_TRUE(world.learning->work(world.helper));
  EXPECT_EQ(world.learning->view().last->end, RoundEnd::learnt);
  EXPECT_EQ(world.learning->view().last->contributions, devices_min);
}

TEST(Learning, ARoundOpensOnlyUnderTermsThatEveryHelperAccepts) {
  World strict(devices_min + 1);
  EXPECT_EQ(strict.learning->work(strict.helper).error().code, ErrorCode::invalid);
  EXPECT_FALSE(strict.learning->view().open);
  World world;
  world.helper.set_away(true);
  EXPECT_EQ(world.learning->work(world.helper).error().code, ErrorCode::unavailable);
  EXPECT_FALSE(world.learning->view().open);
}

TEST(Learning, AHelperThatStaysAwayLosesTheRoundAndNothingIsGivenOut) {
  World world;
  world.send_devices(world.open(), devices_min);
  world.close_time();
  world.helper.set_away(true);
  EXPECT_FALSE(world.learning->work(world.helper)) << "worth another try";
  EXPECT_FALSE(world.learning->view().last);
  world.clock.advance(core::days(8));
  EXPECT_TRUE(world.learning->work(world.helper));
  EXPECT_EQ(world.learning->view().last->end, RoundEnd::helpers_lost);
  EXPECT_FALSE(world.learning->view().model);
}

TEST(Learning, ARoundIsNeverClosedTwiceOverOtherContributions) {
  World world;
  const recommend::Announcement round = world.open();
  const core::Digest digest = recommend::digest_of(round);
  world.send_devices(round, devices_min + 1);
  world.close_time();
  world.helper.fail_at(world.helper.requests() + 2, NearHelper::Loses::answer);  // of closing
  EXPECT_FALSE(world.learning->work(world.helper));
  EXPECT_EQ(world.helper.desk().contributions(digest)->size(), 0U) << "its shares are forgotten";
  core::Random random(2);
  const Parcel late = make_parcel(round, 6, random);
  EXPECT_EQ(world.helper.desk()
                .take(digest, late.contribution,
                      core::ByteView(late.sealed).subspan(late.sealed.size() / 2))
                .error()
                .code,
            ErrorCode::unavailable);
  EXPECT_EQ(world.helper.desk()
                .close(digest, std::vector<recommend::ContributionId>(1, late.contribution))
                .error()
                .code,
            ErrorCode::conflict);
  world.helper.restart();
  world.restart();
  EXPECT_TRUE(world.learning->work(world.helper));
  EXPECT_EQ(world.learning->view().last->contributions, devices_min + 1);
}

// Whatever request or answer is lost, and however often the node and the helper begin anew, the
// round ends with the same model.
TEST(Learning, EndsTheSameWhateverIsLostOnTheWay) {
  const auto run = [](int lost, NearHelper::Loses what) {
    World world;
    const recommend::Announcement round = world.open();
    const int before = world.helper.requests();
    if (lost >= 0) world.helper.fail_at(before + lost, what);
    world.send_devices(round, devices_min + 2);
    world.restart();
    world.close_time();
    for (int tries = 0; tries < 3 && !world.learning->view().last; ++tries) {
      static_cast<void>(world.learning->work(world.helper));
      world.helper.restart();
      world.restart();
    }
    EXPECT_EQ(world.learning->view().last->end, RoundEnd::learnt);
    return std::pair{world.learning->view().model->bytes, world.helper.requests() - before};
  };
  const auto [model, requests] = run(-1, NearHelper::Loses::request);
  EXPECT_EQ(requests, 3) << "delivered, listed, closed";
  for (int lost = 0; lost < requests; ++lost) {
    for (const auto what : {NearHelper::Loses::request, NearHelper::Loses::answer}) {
      SCOPED_TRACE(lost);
      EXPECT_EQ(run(lost, what).first, model);
    }
  }
}

TEST(Learning, AFileOfSomethingElseIsNotTouched) {
  World world;
  const auto path = world.folder.path() / "other.db";
  {
    ASSERT_TRUE(SmallDatabase::open(
        path, {.application_id = 7, .version = 1, .tables = "CREATE TABLE t(x)"}));
  }
  EXPECT_EQ(HelperDesk::open(path, World::seed(1), 2).error().code, ErrorCode::corrupt);
  EXPECT_EQ(SmallDatabase::open(path, {.application_id = 7, .version = 2}).error().code,
            ErrorCode::wrong_version);
}

}  // namespace
}  // namespace commune::node
