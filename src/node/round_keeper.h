// The node's hands in rounds: shares a round out when it closes, again until its days are over
// whenever somebody declines, cannot come or lets an invitation lapse, or somebody else has shared
// it out less well, and opens the next of a weekly one. What it proposes carries its proof, so it
// decides nothing: the ledger checks it like anybody else's.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "calendar/zone.h"
#include "clearing/over_recruit.h"
#include "core/time.h"
#include "ledger/round_instance.h"
#include "ledger/state.h"
#include "model/command.h"
#include "model/round_commands.h"
#include "node/outcome.h"

namespace commune::node {

// What a keeper did about a round last.
struct Tried {
  std::uint32_t revision = 0;   // that it looked at
  std::uint32_t clearings = 0;  // how many were there when all was well: more are somebody else's
  core::Time at{};              // when that was
};
using TriedRounds = std::map<model::RoundId, Tried>;

// A round as it was when it was looked at: enough to share it out without the state.
struct DueRound {
  model::Round round{};
  std::vector<model::ExtraPlaces> extra{};  // whom it would be good to invite beside
  ledger::RoundInstance built{};            // with them as reserves
  std::vector<model::Given> invited{};      // and may still answer
  bool is_afresh = true;                    // nobody has to be kept where they are
};

struct DueRounds {
  std::vector<DueRound> to_clear{};
  std::vector<model::OpenRound> to_open{};
  std::optional<core::Time> next{};  // when to look again
  core::Time at{};                   // when this was so
};

// How often people who took a place on a kind of work were not seen, over the last half year. Only
// tasks count on which somebody marked a place done: where nobody does, nothing is known.
[[nodiscard]] std::map<model::TemplateId, clearing::NoShows> no_shows_by_kind(
    const ledger::State& state, core::Time now);

// What is to be done now. Copies what it needs.
[[nodiscard]] DueRounds find_due_rounds(const ledger::State& state, const calendar::Zone& zone,
                                        core::Time now, const TriedRounds& tried);

// The command that shares it out; nothing where nothing would be better than it is, or the round
// holds numbers that cannot be.
[[nodiscard]] std::optional<model::ClearRound> share_out(const DueRound& due);

class RoundKeeper {
 public:
  struct Doors {
    std::function<DueRounds(const TriedRounds&)> look;
    std::function<core::Time()> now;
    std::function<void(const model::Command&, Answer)> post;
  };

  // Looks when it is woken first.
  explicit RoundKeeper(Doors doors);
  RoundKeeper(const RoundKeeper&) = delete;
  RoundKeeper& operator=(const RoundKeeper&) = delete;
  ~RoundKeeper();

  // Something about a round has changed: look again soon.
  void wake();
  void stop();

 private:
  void run();
  // When to look again at the latest.
  [[nodiscard]] core::Seconds work();
  // Whether it was accepted.
  bool post(const model::Command& command);

  const Doors doors_;
  TriedRounds tried_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool awake_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::node
