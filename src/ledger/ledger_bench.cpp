// How many commands a second the rules decide, without signatures, in a commune of 10,000 members
// and 100,000 tasks: a mix of taking, handing back, doing, telling, confirming and posting, all of
// them valid and spread over all tasks. `block` is what the node does with a block of 500: ask
// first, carry out, digest.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/random.h"
#include "ledger/apply.h"
#include "ledger/commune_testing.h"
#include "ledger/golden_log_testing.h"

namespace commune::ledger::testing {
namespace {

constexpr std::size_t members_count = 10'000;
constexpr std::size_t tasks_count = 100'000;
constexpr std::size_t stories_count = 40'000;
constexpr std::size_t stories_at_once = 2'000;
constexpr std::size_t block_size = 500;
// The commune was founded and its tasks were posted long ago: those envelopes are forgotten.
constexpr core::Time then = founding_time + core::hours(1);
constexpr core::Time now = then + core::days(8);

class LogMaker {
 public:
  LogMaker() {
    for (std::size_t i = 0; i < members_count; ++i) {
      people_.push_back(key_of("member " + std::to_string(i)));
    }
  }

  // Everybody joins the commune and the kitchen, and the kitchen posts its tasks.
  [[nodiscard]] State make_commune() {
    auto genesis = test_genesis();
    genesis.invitations[0].uses_max = members_count;
    State state = found(genesis, test_chain()).value();
    for (const auto& person : people_) {
      do_it(state,
            make(person, model::CredentialKind::newcomer,
                 model::Join{.name = "Somebody", .invitation_key = invitation_key_of("founders")}));
    }
    for (std::size_t i = 0; i < 1000; ++i) {
      do_it(state, make(people_[i], model::CredentialKind::member,
                        model::JoinGuild{slug<model::GuildId>("kitchen")}));
    }
    for (std::size_t i = 0; i < tasks_count; ++i) do_it(state, post(task_number(i)));
    static_cast<void>(state.digest());
    begin_block(state, now);
    CHECK(state.seen_commands().empty());
    return state;
  }

  // Stories of nine commands on one task each, many of them side by side.
  [[nodiscard]] std::vector<model::VerifiedCommand> make_log() {
    std::vector<model::VerifiedCommand> log;
    for (std::size_t first = 0; first < stories_count; first += stories_at_once) {
      std::vector<std::vector<model::VerifiedCommand>> stories;
      for (std::size_t i = first; i < first + stories_at_once; ++i)
        stories.push_back(make_story(i));
      for (std::size_t step = 0; step < stories[0].size(); ++step) {
        for (auto& story : stories) log.push_back(std::move(story[step]));
      }
    }
    return log;
  }

 private:
  static void do_it(State& state, const model::VerifiedCommand& command) {
    CHECK(apply(state, command, then).has_value());
  }

  static model::TaskId task_number(std::size_t number) { return task_of(std::to_string(number)); }

  model::VerifiedCommand make(const model::PublicKey& key, model::CredentialKind credential,
                              model::Command command) {
    return {.id = id_from<core::Digest>("bench/command", std::to_string(++count_)),
            .credential = credential,
            .key = key,
            .expires_at = expiry(),
            .command = std::move(command)};
  }

  // Valid for a day, fifty signed a second.
  core::Time expiry() {
    const auto since = core::Seconds{static_cast<std::int64_t>(count_ / 50)};
    return (count_ <= prepared_ ? then : now + since) + core::days(1);
  }

  model::VerifiedCommand post(const model::TaskId& task) {
    return make(people_[random_.below(1000)], model::CredentialKind::member,
                model::PostTask{task,
                                {.guild = slug<model::GuildId>("kitchen"),
                                 .title = "Cook dinner for forty",
                                 .why = "Everybody is hungry in the evening.",
                                 .venue = slug<model::VenueId>("hall"),
                                 .start = now + core::hours(1),
                                 .end = now + core::hours(3),
                                 .people_min = 2,
                                 .people_max = 4,
                                 .skills_helpful = {slug<model::SkillId>("cooking")},
                                 .importance = 2}});
  }

  std::vector<model::VerifiedCommand> make_story(std::size_t number) {
    const auto task = task_number(number * 7'919 % tasks_count);
    const std::size_t someone = random_.below(members_count - 3);
    const auto take = [&](std::size_t who) {
      return make(people_[someone + who], model::CredentialKind::member,
                  model::TakePlace{task, participant_of(std::to_string(who), task), false, true});
    };
    const auto as = [&](std::size_t who, model::Command command) {
      return make(participant_of(std::to_string(who), task), model::CredentialKind::participant,
                  std::move(command));
    };
    return {take(0),
            take(1),
            post(task_of("new " + std::to_string(number))),
            take(2),
            as(2, model::HandBack{task}),
            as(0, model::MarkDone{task, 110}),
            as(0, model::GiveFeedback{.task = task, .enjoyed = true, .note = "Good company."}),
            as(1, model::MarkDone{task, 120}),
            make(people_[someone + 2], model::CredentialKind::member, model::ConfirmDone{task})};
  }

  core::Random random_{7};
  std::vector<model::PublicKey> people_;
  std::uint64_t count_ = 0;
  std::uint64_t prepared_ = members_count + 1000 + tasks_count;
};

void apply_in_a_large_commune(benchmark::State& bench) {
  for (auto _ : bench) {
    bench.PauseTiming();
    LogMaker maker;
    State state = maker.make_commune();
    const auto log = maker.make_log();
    bench.ResumeTiming();
    for (const auto& command : log) CHECK(apply(state, command, now).has_value());
    bench.PauseTiming();
    bench.SetItemsProcessed(bench.items_processed() + static_cast<std::int64_t>(log.size()));
    {
      const State gone = std::move(state);
    }
    bench.ResumeTiming();
  }
}
BENCHMARK(apply_in_a_large_commune)->Unit(benchmark::kMillisecond)->Iterations(2);

void block_in_a_large_commune(benchmark::State& bench) {
  LogMaker maker;
  State state = maker.make_commune();
  const auto log = maker.make_log();
  std::size_t next = 0;
  for (auto _ : bench) {
    const std::size_t end = next + block_size;
    CHECK(end <= log.size());
    for (std::size_t i = next; i < end; ++i)
      CHECK(check(state, log[i], now).has_value() || i > next);
    for (; next < end; ++next) CHECK(apply(state, log[next], now).has_value());
    benchmark::DoNotOptimize(state.digest());
  }
  bench.SetItemsProcessed(static_cast<std::int64_t>(next));
}
BENCHMARK(block_in_a_large_commune)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(stories_count * 9 / block_size);

// The release build reaches the digest that the tests demand of the others.
void golden_log(benchmark::State& bench) {
  for (auto _ : bench) {
    if (digest_of_golden_log().hex() != golden_digest) bench.SkipWithError("another digest");
  }
}
BENCHMARK(golden_log)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace commune::ledger::testing
