// Refusals that any command may meet, and the table of all of them: every row has a case in the
// tests of this folder, docs/rejections.md says what the table says (UPDATE_SNAPSHOTS=1 writes it
// anew).
#include "ledger/rejection.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

const std::filesystem::path source_dir = COMMUNE_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Envelopes, AreCarriedOutOnce) {
  check(R"(
    dora rename_member name=A id=one              | ok
    dora rename_member name=A id=one              | replayed
    dora rename_member name=A id=two              | ok
    dora join_guild kitchen id=three              | ok
    dora leave_guild kitchen                      | ok
    dora join_guild kitchen id=three              | replayed
  )");
}

TEST(Envelopes, ThatWereRefusedMayBeTriedAgain) {
  check(R"(
    dora leave_guild kitchen id=one               | not_in_guild
    dora join_guild kitchen                       | ok
    dora leave_guild kitchen id=one               | ok
  )");
}

TEST(Envelopes, AreValidForSevenDaysAtMostAndToTheLastSecond) {
  check(R"(
    dora rename_member name=A expires=-1s         | expired
    dora rename_member name=A expires=7d1s        | expires_too_late
    dora rename_member name=A expires=7d          | ok
    dora rename_member name=A expires=0s          | ok
    dora rename_member name=A id=x expires=0s     | ok
    dora rename_member name=A id=x expires=0s     | replayed
    at 1s
    dora rename_member name=A id=x expires=-1s    | expired
    at 7d
    dora rename_member name=A expires=0s          | ok
  )");
}

TEST(Envelopes, AreLookedAtBeforeTheSignerAndTheSignerBeforeTheContents) {
  check(R"(
    dora   rename_member name=none id=x expires=8d      | expires_too_late
    dora@participant rename_member name=none            | wrong_credential
    nils   rename_member name=none                      | unknown_signer
    dora   rename_member name=none                      | text_missing
    dora   leave_commune id=x                           | ok
    dora   leave_commune id=x                           | replayed
    dora   rename_member name=none expires=-1s          | expired
    dora   rename_member name=none                      | signer_left
  )");
}

TEST(Credentials, OfPeopleServeWhatTheyAreFor) {
  check(R"(
    ana  post_task t                              | ok
    dora@participant take_place t                 | wrong_credential
    dora@newcomer take_place t                    | wrong_credential
    dora take_place t                             | ok
    dora@member hand_back t                       | wrong_credential
    dora@member seek_swap t                       | wrong_credential
    dora@member mark_done t 5                     | wrong_credential
    dora@member give_feedback t enjoyed           | wrong_credential
    dora@member hide_name t                       | wrong_credential
    dora@newcomer hand_back t                     | wrong_credential
    nils@member join                              | wrong_credential
    nils@participant join_guild kitchen           | wrong_credential
    nils@keeper join                              | wrong_credential
  )");
}

TEST(TheKeeper, PostsWorkAndVocabulary) {
  check(R"(
    keeper found_guild choir sector=care          | ok
    see choir                                     | nobody
    keeper put_skill singing                      | ok
    keeper put_skill driving by=garage            | ok
    keeper put_venue barn                         | ok
    keeper put_template soup                      | ok
    keeper post_task t                            | ok
    keeper set_guests t 1                         | ok
    ana    post_series s                          | ok
    keeper post_occurrence s 2026-01-05T18:00     | ok
  )");
}

TEST(TheKeeper, NeverActsForAPerson) {
  check(R"(
    keeper post_task t                            | ok
    keeper take_place t                           | wrong_credential
    keeper hand_back t                            | wrong_credential
    keeper mark_done t 5                          | wrong_credential
    keeper confirm_done t                         | wrong_credential
    keeper change_task t                          | wrong_credential
    keeper cancel_task t                          | wrong_credential
    keeper record_unasked u                       | wrong_credential
    keeper join                                   | wrong_credential
    keeper join_guild kitchen                     | wrong_credential
    keeper grant_stewardship kitchen ben          | wrong_credential
    keeper grant_certificate driving ben          | wrong_credential
    keeper create_invitation a                    | wrong_credential
    keeper post_series s                          | wrong_credential
    keeper@member rename_member name=Keeper       | unknown_signer
    ana@keeper post_task u                        | unknown_signer
  )");
}

TEST(TheKeeper, MayImportWhatIsPastButNotWhatIsTooFar) {
  check(R"(
    at 10d
    keeper post_task t start=1d end=1d2h          | ok
    keeper post_task u open minutes=5 due=1d      | ok
    keeper post_task v start=1200d end=1200d2h    | times_too_far
    ana    post_task v start=1d end=1d2h          | times_in_past
  )");
}

TEST(RejectionTable, HasACaseForEveryRow) {
  std::string cases;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir / "src/ledger")) {
    if (entry.path().string().ends_with("_test.cpp")) cases += text_of(entry.path());
  }
  std::set<std::string> answers;
  const std::regex answer(R"(\|\s+([a-z_]+)\n)");
  for (auto match = std::sregex_iterator(cases.begin(), cases.end(), answer);
       match != std::sregex_iterator(); ++match) {
    answers.insert((*match)[1]);
  }
  for (const auto& row : rejection_rows) {
    EXPECT_TRUE(answers.contains(std::string(row.name)))
        << "no line of a test is answered with " << row.name;
  }
}

TEST(RejectionTable, SaysWholeSentences) {
  std::set<std::string_view> sentences;
  for (const auto& row : rejection_rows) {
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.name;
    EXPECT_TRUE(sentences.insert(row.sentence).second) << row.name << " says what another one says";
    EXPECT_EQ(&row_of(row.rejection), &row);
    EXPECT_EQ(name_of(row.rejection), row.name);
  }
}

TEST(RejectionTable, IsWhatTheDocumentSays) {
  std::ostringstream page;
  page << "# Rejections\n\n"
          "Why the commune's rules refuse a command, as numbers that never change, the code that "
          "the API\n"
          "answers, and the sentence for the person who reads it. Made from "
          "`src/ledger/rejection.h`:\n"
          "`UPDATE_SNAPSHOTS=1 build/dev/test_ledger --gtest_filter='RejectionTable.*'`.\n\n"
          "| number | code | sentence |\n| ---: | --- | --- |\n";
  for (const auto& row : rejection_rows) {
    page << "| " << static_cast<unsigned>(row.rejection) << " | `" << row.name << "` | "
         << row.sentence << " |\n";
  }
  const auto path = source_dir / "docs/rejections.md";
  if (std::getenv("UPDATE_SNAPSHOTS") != nullptr) std::ofstream(path) << page.str();
  EXPECT_EQ(text_of(path), page.str()) << "docs/rejections.md is behind; see UPDATE_SNAPSHOTS";
}

}  // namespace
}  // namespace commune::ledger::testing
