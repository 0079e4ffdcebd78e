// The door to learning: says what learner and skill growth say, and refuses the rest clearly.
#include "recommend/learning_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "core/error.h"
#include "core/random.h"
#include "recommend/learning_layout.h"
#include "recommend/taste_learner.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;
using ::testing::ElementsAre;

constexpr std::int32_t take = 0;

// Three times "take" of one task with two names, both of them what it is.
const Words learn_request = {learning_version,
                             0,
                             0,
                             3,  //
                             take,
                             2,
                             2,
                             7,
                             8,
                             take,
                             2,
                             2,
                             7,
                             8,
                             take,
                             2,
                             2,
                             7,
                             8};

Words learnt_state() {
  const Words answer = answer_learning(learn_request);
  return {answer.begin() + 3, answer.end()};
}

Words score_request(const Words& state) {
  Words words = {learning_version, 1, static_cast<std::int32_t>(state.size())};
  words.insert(words.end(), state.begin(), state.end());
  words.insert(words.end(), {0, 0});  // no model of the commune
  words.insert(words.end(), {2, 2, 2, 7, 8, 1, 1, 9});
  return words;
}

std::string sentence_of(const Words& answer) {
  EXPECT_NE(answer[1], 0);
  std::string sentence(static_cast<std::size_t>(answer[2]), ' ');
  std::memcpy(sentence.data(), answer.data() + 3, sentence.size());
  return sentence;
}

TEST(LearningDoor, LearnsAndScoresAsTheLearnerDoes) {
  TasteLearner learner;
  const NamedTask task = {.names = {7, 8}, .about = 2};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(learner.learn(task, Response::take));
  EXPECT_EQ(learnt_state(), learner.state());
  EXPECT_THAT(answer_learning(score_request(learnt_state())),
              ElementsAre(learning_version, 0, 2, learner.score(task)->points, 0, 0, 0));
  EXPECT_GT(learner.score(task)->points, 0);
}

TEST(LearningDoor, ProposesSkillsThatWereLearntTwice) {
  // Three skills; skill 2 at two trainee's places, skill 0 at one; skill 1 is settled.
  const Words request = {learning_version,
                         2,
                         3,
                         2,  //
                         1000,
                         60,
                         1,
                         0,
                         3,
                         0,
                         1,
                         2,
                         2000,
                         30,
                         1,
                         0,
                         2,
                         1,
                         2,
                         1,
                         1};
  EXPECT_THAT(answer_learning(request), ElementsAre(learning_version, 0, 1, 2, 2, 90));
}

TEST(LearningDoor, NamesWhatIsWrongWithARequest) {
  const auto code_of = [](const Words& request) { return answer_learning(request)[1]; };
  const auto code = [](core::ErrorCode error) { return static_cast<std::int32_t>(error); };
  EXPECT_EQ(code_of({}), code(core::ErrorCode::wrong_version));
  EXPECT_EQ(code_of({learning_version + 1}), code(core::ErrorCode::wrong_version));
  EXPECT_EQ(code_of({learning_version, 6}), code(core::ErrorCode::malformed));
  EXPECT_EQ(sentence_of(answer_learning(Words{learning_version, 0, 0, 1, 10, 1, 1, 7})),
            "word 4: answers[0].response is 10, must be 0 to 9");
  EXPECT_EQ(code_of({learning_version, 0, 0, 1, 0, 1, 2, 7, 7}), code(core::ErrorCode::invalid));
  Words state = learnt_state();
  state[2] ^= 1;
  EXPECT_EQ(code_of(score_request(state)), code(core::ErrorCode::corrupt));
  ++state[0];
  EXPECT_EQ(code_of(score_request(state)), code(core::ErrorCode::wrong_version));
}

TEST(LearningDoor, RefusesARequestThatIsCutOffOrGoesOn) {
  for (Words request : {learn_request, score_request(learnt_state())}) {
    for (std::size_t size = 1; size < request.size(); ++size)
      ASSERT_EQ(answer_learning(std::span(request).first(size))[1],
                static_cast<std::int32_t>(core::ErrorCode::malformed))
          << size;
    request.push_back(0);
    EXPECT_THAT(sentence_of(answer_learning(request)),
                ::testing::EndsWith("the end is followed by more words"));
  }
}

TEST(LearningDoor, AnswersOrRefusesWhateverWordsItIsGiven) {
  core::Random random(12);
  const Words good = score_request(learnt_state());
  for (int i = 0; i < 5000; ++i) {
    Words request = random.chance(1, 2) ? good : learn_request;
    for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips)
      request[1 + random.below(request.size() - 1)] =
          static_cast<std::int32_t>(random.chance(1, 2) ? random.next() : random.below(40));
    const Words answer = answer_learning(request);
    ASSERT_GE(answer.size(), 3U) << i;
    if (answer[1] != 0) {
      ASSERT_FALSE(sentence_of(answer).empty());
    }
  }
}

}  // namespace
}  // namespace commune::recommend
