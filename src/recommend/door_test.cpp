// The door for other languages: a golden answer for each golden request (gcc, clang and WebAssembly
// give the same bytes: web/src/core/recommend/door.test.ts reads the same file), and a clear
// refusal for the rest.
#include "recommend/door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "core/bytes.h"
#include "core/random.h"
#include "core/vectors_testing.h"
#include "recommend/layout.h"
#include "recommend/liking.h"
#include "recommend/rank.h"
#include "recommend/rest.h"
#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;
constexpr std::uint64_t golden_count = 24;
constexpr testing::Sizes golden_sizes = {.tasks = 12, .pieces = 5};

// Every third asks about one task, every fifth how gladly each, every fourth on a day that has had
// its surprise; one has hours that contradict each other.
Words golden_request(std::uint64_t seed) {
  Situation situation = testing::random_situation(seed, golden_sizes);
  if (seed == golden_count) {
    situation.limits.not_before = 20 * 60;
    situation.limits.not_after = 10 * 60;
  }
  if (seed % 4 == 0) situation.surprise_shown = seed % 8 == 0 ? surprise_gone : 1;
  const bool is_ranked = seed == golden_count || (seed % 3 != 0 && seed % 5 != 0);
  return testing::request_of(situation, is_ranked ? none : seed % 3 == 0 ? 4 : likings_wanted, 6);
}

std::string hex_of(const Words& words) {
  core::Bytes bytes;
  for (const std::int32_t word : words) {
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(word) >> shift & 0xFFU));
  }
  return core::to_hex(bytes);
}

void write_golden() {
  std::ofstream file(COMMUNE_SOURCE_DIR "/tests/vectors/recommend.json");
  file << "{\n \"about\": \"Requests to rank and their answers (src/recommend/layout.h). Written "
          "anew by "
          "UPDATE_SNAPSHOTS=1 test_recommend.\",\n \"rankings\": [\n";
  for (std::uint64_t seed = 1; seed <= golden_count; ++seed) {
    const Words request = golden_request(seed);
    file << "  {\"request\": \"" << hex_of(request) << "\",\n   \"answer\": \""
         << hex_of(answer_request(request)) << "\"}" << (seed < golden_count ? ",\n" : "\n");
  }
  file << " ]\n}\n";
}

std::string sentence_of(const Words& answer) {
  EXPECT_NE(answer[1], 0);
  std::string sentence(static_cast<std::size_t>(answer[2]), ' ');
  std::memcpy(sentence.data(), answer.data() + 3, sentence.size());
  return sentence;
}

TEST(Door, AnswersTheGoldenRequestsAsEverywhere) {
  if (std::getenv("UPDATE_SNAPSHOTS") != nullptr) write_golden();
  const auto golden = core::testing::read_vectors("recommend.json");
  const auto& rankings = core::testing::at(golden, "rankings").list_value().values();
  ASSERT_EQ(rankings.size(), int{golden_count});
  for (std::uint64_t seed = 1; seed <= golden_count; ++seed) {
    const auto& one = rankings[static_cast<int>(seed) - 1].struct_value();
    const Words request = golden_request(seed);
    EXPECT_EQ(hex_of(request), core::testing::text_at(one, "request"));
    EXPECT_EQ(hex_of(answer_request(request)), core::testing::text_at(one, "answer"));
  }
}

TEST(Door, SaysWhatRankingAndGuardSay) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation situation = testing::random_situation(seed);
    const Words answer = answer_request(testing::request_of(situation, none, 8));
    const auto ranked = rank(situation, 8);
    Words expected = {layout_version, 0, static_cast<std::int32_t>(ranked->size())};
    for (const Ranked& one : *ranked) {
      expected.insert(expected.end(),
                      {one.task, one.score, static_cast<std::int32_t>(one.as), one.is_surprise,
                       static_cast<std::int32_t>(one.reasons.size())});
      for (const Reason& reason : one.reasons)
        expected.insert(expected.end(),
                        {static_cast<std::int32_t>(reason.code), reason.contribution,
                         reason.data[0], reason.data[1], reason.data[2]});
    }
    const auto rest = guard_rest(situation);
    expected.push_back(static_cast<std::int32_t>(rest.size()));
    for (const RestSuggestion& said : rest)
      expected.insert(expected.end(),
                      {static_cast<std::int32_t>(said.code), said.piece, said.amount, said.limit});
    ASSERT_EQ(answer, expected);
  }
}

TEST(Door, SaysHowGladlyEachWouldBeDone) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation situation = testing::random_situation(seed);
    Words expected = {layout_version, 0, static_cast<std::int32_t>(situation.tasks.size())};
    const std::vector<std::int32_t> likings = find_likings(situation);
    expected.insert(expected.end(), likings.begin(), likings.end());
    ASSERT_EQ(answer_request(testing::request_of(situation, likings_wanted, 0)), expected);
  }
}

TEST(Door, RefusesAnotherVersionAndNothing) {
  Words request = testing::request_of(testing::random_situation(1), none, 5);
  request[0] = layout_version + 1;
  EXPECT_EQ(sentence_of(answer_request(request)), "word 0: this is no request of layout 3");
  EXPECT_EQ(answer_request(request)[1], static_cast<std::int32_t>(core::ErrorCode::wrong_version));
  EXPECT_EQ(answer_request({})[1], static_cast<std::int32_t>(core::ErrorCode::wrong_version));
}

TEST(Door, RefusesARequestThatIsCutOffOrGoesOn) {
  Words request = testing::request_of(testing::random_situation(2), none, 5);
  for (std::size_t size = 1; size < request.size(); ++size) {
    const Words answer = answer_request(std::span(request).first(size));
    ASSERT_EQ(answer[1], static_cast<std::int32_t>(core::ErrorCode::malformed)) << size;
  }
  request.push_back(0);
  EXPECT_THAT(sentence_of(answer_request(request)),
              ::testing::EndsWith("the end is followed by more words"));
}

TEST(Door, NamesThePlaceOfWhatIsOutOfRange) {
  Situation situation = testing::random_situation(2, {.tasks = 2, .pieces = 0});
  situation.tasks[1].importance = 9;
  EXPECT_THAT(sentence_of(answer_request(testing::request_of(situation, none, 5))),
              ::testing::MatchesRegex("word [0-9]+: tasks\\[1\\].importance is 9, must be 1 to 3"));
  situation.tasks[1].importance = 1;
  EXPECT_EQ(sentence_of(answer_request(testing::request_of(situation, 2, 5))),
            "word 1: there is no such task to explain");
}

TEST(Door, AnswersOrRefusesWhateverWordsItIsGiven) {
  core::Random random(11);
  const Words good = testing::request_of(testing::random_situation(3), none, 5);
  for (int i = 0; i < 5000; ++i) {
    Words request = good;
    for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips)
      request[random.below(request.size())] =
          static_cast<std::int32_t>(random.chance(1, 2) ? random.next() : random.below(40));
    const Words answer = answer_request(request);
    ASSERT_GE(answer.size(), 3U);
    if (answer[1] != 0) {
      ASSERT_FALSE(sentence_of(answer).empty());
    }
  }
}

}  // namespace
}  // namespace commune::recommend
