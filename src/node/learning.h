// The node's side of learning from contributions without names, which nobody can read alone: one
// round after another is announced, gathered, closed and learnt from, beside the ledger and not in
// it. The node is helper 0 of each round; it passes the other helpers' shares on without being able
// to open them.
//
// Kept in DIR/learning.db and DIR/learning-shares.db, so that a restart loses nothing that was
// promised: a contribution that was answered is there; which contributions a round is closed over
// is written down before the first helper is asked to close it, and never changes after. Read once,
// at the start; what phones ask for is answered from memory.
//
// It owns no thread and no socket: whoever calls `work` brings doors to the helpers. All of it may
// be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "model/ids.h"
#include "node/helper_desk.h"
#include "node/small_database.h"
#include "recommend/announcement.h"
#include "trust/sealing.h"

namespace commune::node {

// A request to one helper. `helper` counts from 1: helper 0 is the node itself.
class HelperDoors {
 public:
  virtual ~HelperDoors() = default;
  virtual core::Result<void> announce(std::uint32_t helper,
                                      const recommend::Announcement& announcement) = 0;
  virtual core::Result<void> deliver(std::uint32_t helper, const core::Digest& round,
                                     const std::vector<core::Bytes>& sealed) = 0;
  virtual core::Result<std::vector<recommend::ContributionId>> contributions(
      std::uint32_t helper, const core::Digest& round) = 0;
  virtual core::Result<std::vector<std::uint32_t>> close(
      std::uint32_t helper, const core::Digest& round,
      const std::vector<recommend::ContributionId>& agreed) = 0;
};

struct LearningOptions {
  core::Seconds span = core::days(28);     // of a round, a second to recommend::round_span_max
  core::Seconds patience = core::days(7);  // with helpers that do not answer after it has closed
  recommend::PrivacyTerms terms;
  std::string own_name;                             // of helper 0, for people
  std::vector<recommend::AnnouncedHelper> helpers;  // the others, at least one
};

enum class RoundEnd : std::uint8_t { learnt = 1, too_few = 2, helpers_lost = 3, refused = 4 };
[[nodiscard]] std::string_view name_of(RoundEnd end);

struct LastRound {
  std::uint64_t number = 0;
  RoundEnd end{};
  std::uint32_t contributions = 0;  // that were summed; 0 where nothing was
};

struct LearntModel {
  core::Bytes bytes;
  core::Digest digest;  // SHA-256 of them
};

struct LearningView {
  std::shared_ptr<const recommend::Announcement> open;  // the round that takes contributions now
  std::optional<LastRound> last;
  std::shared_ptr<const LearntModel> model;  // the last one
};

class Learning {
 public:
  // What the layout is made of, asked once a round: kinds of job, most important first.
  using Kinds = std::function<std::vector<std::string>()>;

  // `root` is the node's own secret; its keys here derive from it. Refuses (invalid) options
  // outside their bounds; storage errors.
  [[nodiscard]] static core::Result<std::unique_ptr<Learning>> open(
      const std::filesystem::path& directory, const model::ChainId& chain, const trust::Seed& root,
      LearningOptions options, Kinds kinds, const core::Clock& clock);

  // Signs what the node says to its helpers.
  [[nodiscard]] const trust::SigningKey& signing_key() const { return signing_key_; }

  [[nodiscard]] LearningView view() const;

  // One contribution: a sealed share for each helper, in their order, of equal length. Durable on
  // return; the same again changes nothing. Refuses (not_found) another round than the open one,
  // (unavailable) one that has closed, (invalid) another length or a contribution that is not what
  // helper 0's share says, (too_large) a full round, and what HelperDesk::take refuses.
  [[nodiscard]] core::Result<void> take(const core::Digest& round,
                                        const recommend::ContributionId& contribution,
                                        core::ByteView sealed);

  // Does what is due: opens a round, or closes it and learns. Answers when to look again. Errors
  // are worth another try later.
  [[nodiscard]] core::Result<core::Seconds> work(HelperDoors& doors);

 private:
  struct Round {
    std::shared_ptr<const recommend::Announcement> announcement;
    core::Digest digest;
    std::optional<std::vector<recommend::ContributionId>> agreed;
  };
  struct Keys {
    trust::Seed sealing;
    trust::Seed signing;
  };
  Learning(SmallDatabase database, std::unique_ptr<HelperDesk> desk, const model::ChainId& chain,
           const Keys& keys, LearningOptions options, Kinds kinds, const core::Clock& clock);

  [[nodiscard]] core::Result<void> load();
  [[nodiscard]] core::Result<std::optional<Round>> read_round();
  [[nodiscard]] core::Result<void> open_round(HelperDoors& doors);
  [[nodiscard]] core::Result<void> deliver(HelperDoors& doors, const Round& round);
  [[nodiscard]] core::Result<void> agree(HelperDoors& doors, Round& round);
  [[nodiscard]] core::Result<void> close(HelperDoors& doors, Round& round);
  [[nodiscard]] core::Result<void> learn(const Round& round,
                                         const std::vector<recommend::HelperSum>& sums);
  [[nodiscard]] core::Result<void> end_round(const LastRound& last,
                                             std::optional<core::Bytes> model = {});
  [[nodiscard]] core::Result<std::optional<core::Bytes>> find_fact(const char* key);

  mutable std::mutex mutex_;  // of what follows; never held while a helper is asked
  SmallDatabase database_;
  std::optional<Round> round_;  // as on the disk, like the two after it
  std::optional<LastRound> last_;
  std::shared_ptr<const LearntModel> model_;
  const std::unique_ptr<HelperDesk> desk_;
  const model::ChainId chain_;
  const trust::SigningKey signing_key_;
  const LearningOptions options_;
  const Kinds kinds_;
  const core::Clock& clock_;
};

}  // namespace commune::node
