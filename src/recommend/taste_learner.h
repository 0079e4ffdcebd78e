// What its owner likes, learnt on the device from nothing but their own answers, one after another.
// A task is a list of names, each a number that the caller made of it; a name that was never met
// has no say. Underneath is the factorisation with one member and, as nobody else's answers are
// here, biases alone: logistic regression with AdaGrad's steps. Names that nobody met begin at 0,
// so there is no randomness in it. Where the commune has a model, kinds of job that go together
// with what its owner likes are liked a little too.
//
// It keeps nothing: its state is words, which whoever calls keeps with the private profile.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/error.h"
#include "recommend/hybrid_factorisation.h"
#include "recommend/item_similarity.h"
#include "recommend/response.h"
#include "recommend/situation.h"

namespace commune::recommend {

inline constexpr std::int32_t taste_state_version = 1;
inline constexpr std::size_t taste_names_max = 4096;   // met in a life; later ones are left out
inline constexpr std::size_t names_of_task_max = 100;  // of one task
inline constexpr std::int32_t taste_answers_min = 3;   // fewer say nothing yet
inline constexpr std::int32_t similar_answers_min = 2;
// How many log-odds a kind gains that EASE predicts with 1; it seldom predicts more than a third.
inline constexpr float together_weight = 6;

// The first name is the kind of job; the first `about` say what work it is (kind, guild, skills),
// the rest only how and when (effort, hour).
struct NamedTask {
  std::vector<std::uint32_t> names;  // 1 to names_of_task_max, each once
  std::size_t about = 1;             // 1 to the number of names
};

// What goes together in the commune: similarities, and the name of each of their kinds.
struct KindsTogether {
  ItemSimilarity similarity;
  std::vector<std::uint32_t> names;  // one a kind, each once
};

struct TastePoints {
  std::int32_t points = 0;  // -points::taste_max to points::taste_max
  TasteSource source{};
  friend bool operator==(const TastePoints&, const TastePoints&) = default;
};

class TasteLearner {
 public:
  TasteLearner();
  // Refuses (wrong_version) a state of another version, (corrupt) one that was cut or changed.
  [[nodiscard]] static core::Result<TasteLearner> restore(std::span<const std::int32_t> state);
  [[nodiscard]] std::vector<std::int32_t> state() const;

  // One answer. Refuses (invalid) a task without names, with too many or with one twice; after that
  // nothing has changed.
  [[nodiscard]] core::Result<void> learn(const NamedTask& task, Response response);

  // From now on what goes together in the commune counts, by the answers so far: a kind that EASE
  // predicts from the kinds that got more yes than no. Refuses (invalid) names that do not fit.
  [[nodiscard]] core::Result<void> know(const KindsTogether& commune);

  // The points are taste_max times how much likelier a yes is than a no by the names of the task
  // and by what goes together, rounded. They are 0 before `taste_answers_min` telling answers, and
  // where what they would claim is not so: for `before` more answers to this kind of job must point
  // that way than the other; for `similar` the same of another name that says what work it is, with
  // at least `similar_answers_min` answers, or that the kind goes together with one that is liked.
  [[nodiscard]] core::Result<TastePoints> score(const NamedTask& task) const;

 private:
  struct Met {
    std::uint32_t row = 0;
    std::int32_t yes = 0;  // answers
    std::int32_t no = 0;
  };
  void meet(std::span<const std::uint32_t> names);
  [[nodiscard]] Features known(std::span<const std::uint32_t> names) const;
  [[nodiscard]] bool points_to(std::uint32_t name, bool yes, std::int32_t answers_min) const;

  HybridFactorisation model_;
  std::map<std::uint32_t, Met> met_;
  std::map<std::uint32_t, float> together_;  // by the name of a kind; above 0
  std::int32_t answers_ = 0;
};

}  // namespace commune::recommend
