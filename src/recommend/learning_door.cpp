#include "recommend/learning_door.h"

#include <string>
#include <utility>

#include "core/check.h"
#include "core/error.h"
#include "recommend/commune_wishes.h"
#include "recommend/learning_layout.h"
#include "recommend/refusal.h"
#include "recommend/skill_growth.h"
#include "recommend/taste_learner.h"
#include "recommend/word_reader.h"

namespace commune::recommend {
namespace {

struct Said {
  Response response{};
  NamedTask task;
};

NamedTask read_task(WordReader& words) {
  NamedTask task;
  task.about = static_cast<std::size_t>(words.next("about", 0, list_max));
  const std::int32_t count = words.next("names", 0, list_max);
  for (std::int32_t i = 0; i < count && !words.has_failed(); ++i)
    task.names.push_back(static_cast<std::uint32_t>(words.next("name", INT32_MIN, INT32_MAX)));
  return task;
}

Words read_state(WordReader& words) {
  Words state;
  words.list("state", state, [&] { return words.next("word", INT32_MIN, INT32_MAX); });
  return state;
}

core::Result<TasteLearner> restore(const Words& state) {
  if (state.empty()) return TasteLearner();
  return TasteLearner::restore(state);
}

core::Result<Words> learn(WordReader& words) {
  const Words state = read_state(words);
  std::vector<Said> answers;
  words.list("answers", answers, [&] {
    const auto response = static_cast<Response>(
        words.next("response", 0, static_cast<std::int32_t>(Response::learned)));
    return Said{response, read_task(words)};
  });
  TRY_VOID(words.end());
  TasteLearner learner = TRY(restore(state));
  for (const Said& said : answers) TRY_VOID(learner.learn(said.task, said.response));
  const Words learnt = learner.state();
  Words answered = {length_of(learnt.size())};
  answered.insert(answered.end(), learnt.begin(), learnt.end());
  return answered;
}

core::Result<Words> score(WordReader& words) {
  const Words state = read_state(words);
  const KindsTogether together = TRY(read_together(words));
  std::vector<NamedTask> tasks;
  words.list("tasks", tasks, [&] { return read_task(words); });
  TRY_VOID(words.end());
  TasteLearner learner = TRY(restore(state));
  TRY_VOID(learner.know(together));
  Words answered = {length_of(tasks.size())};
  for (const NamedTask& task : tasks) {
    const TastePoints taste = TRY(learner.score(task));
    answered.insert(answered.end(), {taste.points, static_cast<std::int32_t>(taste.source)});
  }
  return answered;
}

// Numbers of one width, so that they sort as the names that they stand for.
constexpr std::int32_t first_skill = 10'000'000;
static_assert(first_skill > list_max);

model::SkillId skill_of(std::int32_t number) {
  const auto skill = model::SkillId::parse(std::to_string(first_skill + number));
  CHECK(skill.has_value());
  return *skill;
}

std::int32_t number_of(const model::SkillId& skill) {
  std::int32_t number = 0;
  for (const char digit : skill.text()) number = number * 10 + (digit - '0');
  return number - first_skill;
}

core::Result<Words> propose(WordReader& words) {
  const std::int32_t skills = words.next("number of skills", 0, list_max);
  std::vector<FinishedPlace> finished;
  words.list("finished places", finished, [&] {
    FinishedPlace place;
    place.ended = {std::int64_t{words.next("ended", 0, minutes_max)} * 60};
    place.minutes = static_cast<std::uint32_t>(words.next("minutes", 0, work_minutes_max));
    place.trainee = words.next_flag("trainee");
    place.learnt_something = words.next_flag("learnt something");
    const std::int32_t taught = words.next("skills taught", 0, count_limit);
    for (std::int32_t i = 0; i < taught && !words.has_failed(); ++i)
      place.skills_taught.push_back(skill_of(words.next("skill", 0, skills - 1)));
    return place;
  });
  std::vector<model::SkillId> settled;
  words.list("settled skills", settled,
             [&] { return skill_of(words.next("skill", 0, skills - 1)); });
  TRY_VOID(words.end());
  const std::vector<SkillProposal> proposals = propose_skills(finished, settled);
  Words answered = {length_of(proposals.size())};
  for (const SkillProposal& one : proposals)
    answered.insert(answered.end(), {number_of(one.skill), static_cast<std::int32_t>(one.times),
                                     static_cast<std::int32_t>(one.minutes)});
  return answered;
}

core::Result<Words> answer(std::span<const std::int32_t> words_in) {
  if (words_in.empty() || words_in[0] != learning_version)
    return core::fail(core::ErrorCode::wrong_version,
                      "word 0: this is no request of learning " + std::to_string(learning_version));
  WordReader words(words_in.subspan(1));
  const auto wish = static_cast<LearningWish>(
      words.next("what is wanted", 0, static_cast<std::int32_t>(LearningWish::read_model)));
  if (words.has_failed()) TRY_VOID(words.end());
  switch (wish) {
    case LearningWish::learn: return learn(words);
    case LearningWish::score: return score(words);
    case LearningWish::propose: return propose(words);
    case LearningWish::contribute: return contribute(words);
    case LearningWish::weigh: return weigh(words);
    case LearningWish::read_model: return read_model(words);
  }
  return core::fail(core::ErrorCode::malformed, "word 1: nothing is wanted");
}

}  // namespace

std::vector<std::int32_t> answer_learning(std::span<const std::int32_t> words) {
  const core::Result<Words> answered = answer(words);
  if (!answered) return refusal(learning_version, answered.error());
  Words whole = {learning_version, 0};
  whole.insert(whole.end(), answered->begin(), answered->end());
  return whole;
}

}  // namespace commune::recommend
