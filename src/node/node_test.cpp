#include "node/node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include "model/limits.h"
#include "node/test_commune.h"
#include "node/test_folder.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using testing::HasSubstr;

std::size_t count_tasks(const Node& node) {
  return node.read([](const ledger::State& state) { return state.tasks().size(); });
}

std::string ask(Node& node, core::Bytes bytes) {
  return text_of(node.submit(std::move(bytes)).get());
}

class NodeTest : public testing::Test {
 protected:
  TestFolder folder_;
  TestCommune commune_{folder_.path() / "home"};
};

TEST_F(NodeTest, KeepsWhatItAcceptedOverARestart) {
  ASSERT_TRUE(commune_.found().has_value());
  core::Digest digest;
  {
    auto node = commune_.open().value();
    EXPECT_EQ(ask(*node, commune_.join("ana")), "accepted");
    EXPECT_EQ(ask(*node, commune_.enter_kitchen("ana")), "accepted");
    EXPECT_EQ(ask(*node, commune_.post_dinner("ana", "one")), "accepted");
    digest = node->digest();
    EXPECT_EQ(node->height().value, 3);
  }
  const auto node = commune_.open().value();
  EXPECT_EQ(node->height().value, 3);
  EXPECT_EQ(node->digest(), digest);
  EXPECT_EQ(count_tasks(*node), 1U);
}

// A reader that asked the time waited for a block that waited for the reader.
TEST_F(NodeTest, TellsTheTimeToAReaderWhileABlockWaits) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  std::future<Outcome> joined;
  node->read([&](const ledger::State&) {
    joined = node->submit(commune_.join("ana"));
    EXPECT_EQ(node->now(), commune_.clock().now());
  });
  EXPECT_EQ(text_of(joined.get()), "accepted");
}

TEST_F(NodeTest, TheSameStateComesFromTheSnapshotAndFromTheLogAlone) {
  ASSERT_TRUE(commune_.found().has_value());
  core::Digest digest;
  {
    auto node = commune_.open({.snapshot_every = 10}).value();
    ask(*node, commune_.join("ana"));
    ask(*node, commune_.enter_kitchen("ana"));
    for (int i = 0; i < 50; ++i) ask(*node, commune_.post_dinner("ana", std::to_string(i)));
    digest = node->digest();
  }
  EXPECT_FALSE(list_snapshots(commune_.root() / "snapshots").empty());
  EXPECT_EQ(commune_.open().value()->digest(), digest);
  std::filesystem::remove_all(commune_.root() / "snapshots");
  EXPECT_EQ(commune_.open().value()->digest(), digest);
}

TEST_F(NodeTest, ADamagedSnapshotIsPassedOver) {
  ASSERT_TRUE(commune_.found().has_value());
  core::Digest digest;
  {
    auto node = commune_.open().value();
    ask(*node, commune_.join("ana"));
    digest = node->digest();
  }
  flip_byte(commune_.root() / "snapshots" / "1.snapshot", 150);
  EXPECT_EQ(commune_.open().value()->digest(), digest);
}

TEST_F(NodeTest, ALogThatLostBlocksIsNotServed) {
  ASSERT_TRUE(commune_.found().has_value());
  {
    auto node = commune_.open().value();
    ask(*node, commune_.join("ana"));
    ask(*node, commune_.enter_kitchen("ana"));
  }
  SQLite::Database(commune_.root() / "commune.db", SQLite::OPEN_READWRITE)
      .exec("DELETE FROM blocks WHERE height = 2");
  const auto opened = commune_.open();
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_THAT(opened.error().message, HasSubstr("blocks are missing"));
}

TEST_F(NodeTest, SaysWhyItTakesNoBadBytes) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  EXPECT_EQ(ask(*node, {1, 2, 3}), "malformed");
  EXPECT_EQ(ask(*node, core::Bytes(model::clearing_size_max + 129, 7)), "too_large");
  core::Bytes forged = commune_.join("ana");
  forged.back() ^= 1U;
  EXPECT_EQ(ask(*node, forged), "forged");
  TestCommune other(folder_.path() / "other");
  other.genesis().name = "Other";
  EXPECT_EQ(ask(*node, TestCommune(other).post_dinner("ana", "one")), "unknown_signer");
  EXPECT_EQ(node->height().value, 0);
}

TEST_F(NodeTest, AReplayIsRefusedAndToldWhereTheFirstOneIs) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  const core::Bytes bytes = commune_.join("ana");
  EXPECT_EQ(ask(*node, bytes), "accepted");
  const Outcome again = node->submit(bytes).get();
  ASSERT_TRUE(std::holds_alternative<Refused>(again));
  EXPECT_EQ(std::get<Refused>(again).rejection, ledger::Rejection::replayed);
  EXPECT_EQ(std::get<Refused>(again).height, core::Height{1});
  node.reset();
  node = commune_.open().value();
  EXPECT_EQ(ask(*node, bytes), "replayed");
}

TEST_F(NodeTest, TwoCopiesAtOnceHappenOnce) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  const core::Bytes bytes = commune_.join("ana");
  auto first = node->submit(bytes);
  auto second = node->submit(bytes);
  EXPECT_EQ(text_of(first.get()), "accepted");
  EXPECT_EQ(text_of(second.get()), "replayed");
}

TEST_F(NodeTest, ACommandAndItsConsequencesMayBeSentWithoutWaiting) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  std::vector<std::future<Outcome>> answers;
  for (int i = 0; i < 20; ++i) {
    const std::string who = "person " + std::to_string(i);
    answers.push_back(node->submit(commune_.join(who)));
    answers.push_back(node->submit(commune_.enter_kitchen(who)));
    answers.push_back(node->submit(commune_.post_dinner(who, who)));
  }
  for (auto& answer : answers) EXPECT_EQ(text_of(answer.get()), "accepted");
  EXPECT_EQ(count_tasks(*node), 20U);
}

TEST_F(NodeTest, ManyThreadsAreServedTogetherAndEachIsAnswered) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  ask(*node, commune_.join("ana"));
  ask(*node, commune_.enter_kitchen("ana"));
  std::vector<std::vector<core::Bytes>> work(8);
  for (std::size_t i = 0; i < 400; ++i) {
    work[i % 8].push_back(commune_.post_dinner("ana", "task " + std::to_string(i)));
  }
  std::atomic<int> accepted = 0;
  std::vector<std::thread> threads;
  threads.reserve(work.size());
  for (auto& share : work) {
    threads.emplace_back([&] {
      for (auto& bytes : share) accepted += ask(*node, bytes) == "accepted" ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(accepted, 400);
  EXPECT_EQ(count_tasks(*node), 400U);
  EXPECT_LT(node->height().value, 402);
}

TEST_F(NodeTest, AQueueThatIsFullSaysSo) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open({.limits = {.waiting_max = 5}}).value();
  std::vector<std::future<Outcome>> answers;
  answers.reserve(200);
  for (int i = 0; i < 200; ++i) {
    answers.push_back(node->submit(commune_.join("person " + std::to_string(i % 40))));
  }
  int unavailable = 0;
  for (auto& answer : answers) unavailable += text_of(answer.get()) == "unavailable" ? 1 : 0;
  EXPECT_GT(unavailable, 0);
}

TEST_F(NodeTest, OnAFullDiskItRefusesKeepsReadingAndGoesOnWhenThereIsSpace) {
  const auto disk = SmallDisk::make(folder_.path() / "disk", "2m");
  if (!disk) GTEST_SKIP() << "mounting a small disk takes root";
  TestCommune commune(disk->path() / "home");
  ASSERT_TRUE(commune.found().has_value());
  core::Digest digest;
  {
    auto node = commune.open().value();
    ASSERT_EQ(ask(*node, commune.join("ana")), "accepted");
    ASSERT_EQ(ask(*node, commune.enter_kitchen("ana")), "accepted");
    disk->fill();
    std::size_t acknowledged = 0;
    std::string last = "accepted";
    while (last == "accepted") {
      last = ask(*node, commune.post_dinner("ana", "task " + std::to_string(acknowledged)));
      if (last == "accepted") ++acknowledged;
    }
    EXPECT_EQ(last, "storage_full");
    EXPECT_EQ(count_tasks(*node), acknowledged);
    disk->make_room();
    EXPECT_EQ(ask(*node, commune.post_dinner("ana", "later")), "accepted");
    EXPECT_EQ(count_tasks(*node), acknowledged + 1);
    digest = node->digest();
  }
  EXPECT_EQ(commune.open().value()->digest(), digest);
}

TEST_F(NodeTest, ListenersHearEveryBlockOnceAndCatchUpByHeight) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  std::vector<std::int64_t> heard;
  {
    const auto subscription = node->events().subscribe(
        [&](const EventStream::Block& block) { heard.push_back(block->height.value); });
    ask(*node, commune_.join("ana"));
    ask(*node, commune_.enter_kitchen("ana"));
  }
  ask(*node, commune_.post_dinner("ana", "one"));
  EXPECT_THAT(heard, testing::ElementsAre(1, 2));
  const auto missed = node->events().since({1});
  ASSERT_TRUE(missed.has_value());
  ASSERT_EQ(missed->size(), 2U);
  EXPECT_EQ((*missed)[1]->events.front().kind, ledger::EventKind::task_posted);
  EXPECT_FALSE(node->events().since({4}).has_value());
  node.reset();
  node = commune_.open().value();
  EXPECT_FALSE(node->events().since({1}).has_value());
  EXPECT_TRUE(node->events().since({3}).has_value());
}

TEST_F(NodeTest, TheClockOfABlockNeverGoesBack) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  commune_.clock().advance(core::hours(2));
  ask(*node, commune_.join("ana"));
  const core::Time later = node->tip().time;
  commune_.clock().set(TestCommune::founded_at);
  EXPECT_EQ(ask(*node, commune_.join("ben")), "accepted");
  EXPECT_EQ(node->tip().time, later);
}

TEST_F(NodeTest, TheKeeperPostsTheDatesOfStandingRequestsForFourWeeks) {
  ASSERT_TRUE(commune_.found().has_value());
  auto node = commune_.open().value();
  ask(*node, commune_.join("ana"));
  ask(*node, commune_.enter_kitchen("ana"));
  model::PostSeries series;
  series.series = id_of<model::SeriesId>("dinners");
  series.draft = commune_.dinner();
  series.draft.start = {};
  series.draft.end = {};
  series.first_local = "2027-01-15T18:00";
  series.rule = "FREQ=DAILY";
  series.length_minutes = 120;
  ASSERT_EQ(ask(*node, commune_.sign(series, "ana")), "accepted");
  for (int i = 0; i < 200 && count_tasks(*node) < 28; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(count_tasks(*node), 28U);
  node.reset();
  commune_.clock().advance(core::days(7));
  node = commune_.open().value();
  for (int i = 0; i < 200 && count_tasks(*node) < 35; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(count_tasks(*node), 35U);
}

// Waits for the stream, not for luck.
template <class Holds>
void wait_for(Node& node, Holds&& holds) {
  for (int i = 0; i < 500 && !node.read(holds); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(node.read(holds));
}

// A week with one dinner for one, which ben would like more than cleo; it closes after an hour.
class WeekTest : public NodeTest {
 protected:
  void open_week(Node& node) {
    for (const auto* who : {"ana", "ben", "cleo"}) ask(node, commune_.join(who));
    ask(node, commune_.enter_kitchen("ana"));
    auto draft = commune_.dinner();
    draft.people_min = 1;
    draft.people_max = 1;
    ASSERT_EQ(ask(node, commune_.sign(model::PostTask{task_, draft}, "ana")), "accepted");
    const core::Time now = commune_.clock().now();
    ASSERT_EQ(
        ask(node, commune_.sign(model::OpenRound{round_, now + core::hours(2), now + core::days(7),
                                                 now + core::hours(1), now + core::days(1), true},
                                "ana")),
        "accepted");
    ASSERT_EQ(ask(node, says("ben", 90)), "accepted");
    ASSERT_EQ(ask(node, says("cleo", 10)), "accepted");
  }

  core::Bytes says(std::string_view who, std::uint32_t weight) {
    const auto key = trust::SigningKey(seed_of(std::string(who) + " in the round")).public_key();
    return commune_.sign(model::DeclareWilling{round_, key, {{task_, weight, false}}, 600, 3, {}},
                         who);
  }

  auto invited(std::string_view who) {
    const auto key = trust::SigningKey(seed_of(who)).public_key();
    const auto word = model::willing_id_of(commune_.chain(), round_, key);
    return [word, task = task_](const ledger::State& state) {
      const auto& kept = state.tasks().find(task)->invited;
      return kept.size() == 1 && kept.front().willing == word;
    };
  }

  const model::TaskId task_ = id_of<model::TaskId>("dinner");
  const model::RoundId round_ = id_of<model::RoundId>("week");
};

TEST_F(WeekTest, IsSharedOutWhenItClosesAndAgainWhenSomebodyDeclines) {
  ASSERT_TRUE(commune_.found().has_value());
  {
    auto node = commune_.open().value();
    open_week(*node);
    commune_.clock().advance(core::Seconds{3'601});
  }
  auto node = commune_.open().value();  // it looks when it opens
  wait_for(*node, invited("ben"));
  wait_for(*node, [](const ledger::State& state) { return state.rounds().size() == 2; });
  ASSERT_EQ(ask(*node, commune_.sign(model::DeclinePlace{round_, task_}, "ben")), "accepted");
  wait_for(*node, invited("cleo"));
  const auto place = trust::SigningKey(seed_of("cleo at dinner")).public_key();
  ASSERT_EQ(ask(*node, commune_.sign(model::AcceptPlace{round_, task_, place, true}, "cleo")),
            "accepted");
}

TEST_F(WeekTest, IsSharedOutBetterWhereSomebodySharedItOutBadly) {
  ASSERT_TRUE(commune_.found().has_value());
  {
    auto node = commune_.open({.run_keeper = false}).value();
    open_week(*node);
    commune_.clock().advance(core::Seconds{3'601});
    const auto revision = node->read(
        [&](const ledger::State& state) { return state.rounds().find(round_)->revision; });
    const model::ClearRound empty{.round = round_, .revision = revision};
    ASSERT_EQ(ask(*node, commune_.sign(empty, "cleo")), "accepted");
  }
  auto node = commune_.open().value();
  wait_for(*node, invited("ben"));
}

TEST_F(NodeTest, IsNotOpenedWithAnotherKeepersKey) {
  ASSERT_TRUE(commune_.found().has_value());
  ASSERT_TRUE(write_keeper_seed({commune_.root()}, seed_of("thief")).has_value());
  EXPECT_EQ(commune_.open().error().code, ErrorCode::corrupt);
}

TEST_F(NodeTest, AFoundingWithAHistoryIsThereAtOnce) {
  std::vector<DatedCommand> history;
  history.push_back({TestCommune::founded_at + core::hours(1), commune_.join("ana")});
  history.push_back({TestCommune::founded_at + core::hours(2), commune_.enter_kitchen("ana")});
  history.push_back({TestCommune::founded_at + core::hours(2), commune_.post_dinner("ana", "one")});
  const auto founded = commune_.found(std::move(history));
  ASSERT_TRUE(founded.has_value()) << founded.error().message;
  EXPECT_EQ(founded->height.value, 2);
  const auto node = commune_.open().value();
  EXPECT_EQ(node->digest(), founded->digest);
  EXPECT_EQ(count_tasks(*node), 1U);
}

TEST_F(NodeTest, AFoundingThatTheRulesRefuseLeavesNothing) {
  std::vector<DatedCommand> history;
  history.push_back({TestCommune::founded_at, commune_.enter_kitchen("nobody")});
  const auto founded = commune_.found(std::move(history));
  ASSERT_FALSE(founded.has_value());
  EXPECT_EQ(founded.error().code, ErrorCode::invalid);
  EXPECT_THAT(founded.error().message, HasSubstr("command 1 of the history"));
  EXPECT_TRUE(std::filesystem::is_empty(commune_.root()));
  EXPECT_TRUE(commune_.found().has_value());
}

}  // namespace
}  // namespace commune::node
