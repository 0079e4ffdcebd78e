#include <gtest/gtest.h>

#include <string>

#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Guilds, AreFoundedByAnybodyWhoThenLeadsThem) {
  check(R"(
    dora found_guild choir sector=care            | ok
    see choir                                     | dora*
    dora found_guild choir sector=care            | guild_exists
    ana  change_guild choir name=The_choir        | not_a_steward
    dora change_guild choir name=The_choir        | ok
  )");
}

TEST(Guilds, FoundingIsLookedAtInThisOrder) {
  check(R"(
    dora found_guild none sector=x name=none      | text_missing
    dora found_guild kitchen sector=x name=none   | guild_exists
    dora found_guild choir sector=x name=none     | sector_unknown
    dora found_guild choir name=none about=x*1001 | text_missing
    dora found_guild choir name=x*81 about=x*1001 | text_too_long
    dora found_guild choir about=x*1001           | text_too_long
    dora found_guild choir about=x*1000           | ok
  )");
}

TEST(Guilds, AreAThousandAtMost) {
  std::string script;
  for (int i = 2; i < 1000; ++i) {
    script += "keeper found_guild g" + std::to_string(i) + " | ok\n";
  }
  check(script + "keeper found_guild one-more | limit_reached\n");
}

TEST(Guilds, AreJoinedAndLeftFreely) {
  check(R"(
    dora join_guild choir                         | guild_unknown
    dora join_guild kitchen                       | ok
    dora join_guild kitchen                       | already_in_guild
    see kitchen                                   | ana* ben dora
    dora leave_guild kitchen                      | ok
    dora leave_guild kitchen                      | not_in_guild
    dora leave_guild choir                        | guild_unknown
    see kitchen                                   | ana* ben
  )");
}

TEST(Stewards, NameOthersAndStepDown) {
  check(R"(
    ben  grant_stewardship kitchen ben            | not_a_steward
    ana  grant_stewardship choir ben              | guild_unknown
    ana  grant_stewardship kitchen dora           | member_unknown
    ana  grant_stewardship kitchen ana            | already_steward
    ana  grant_stewardship kitchen ben            | ok
    see kitchen                                   | ana* ben*
    ana  step_down kitchen                        | ok
    see kitchen                                   | ana ben*
    ana  step_down kitchen                        | not_a_steward
    ana  step_down choir                          | guild_unknown
    ana  change_guild kitchen                     | not_a_steward
    ben  leave_guild kitchen                      | ok
    see kitchen                                   | ana
  )");
}

TEST(Stewards, AreReplacedByAllMembersWhenTheLastOneHasGone) {
  check(R"(
    ana  step_down kitchen                        | ok
    dora change_guild kitchen                     | not_a_steward
    ben  change_guild kitchen                     | ok
    ben  grant_stewardship kitchen ben            | ok
    ana  change_guild kitchen                     | not_a_steward
  )");
}

TEST(Guilds, AreChangedByStewardsWithinTheLimits) {
  check(R"(
    ana  change_guild choir name=none             | guild_unknown
    ben  change_guild kitchen name=none           | not_a_steward
    ana  change_guild kitchen name=none           | text_missing
    ana  change_guild kitchen name=x*81           | text_too_long
    ana  change_guild kitchen about=x*1001        | text_too_long
    ana  change_guild kitchen about=x*1000        | ok
  )");
}

TEST(Skills, AreACommonVocabulary) {
  check(R"(
    dora put_skill none                           | text_missing
    dora put_skill baking sector=x                | sector_unknown
    dora put_skill baking name=none               | text_missing
    dora put_skill baking name=x*81               | text_too_long
    dora put_skill baking sector=food             | ok
    ben  put_skill baking name=Baking_bread       | ok
  )");
}

TEST(Skills, ThatAreCertificatesBelongToTheGuildThatCertifies) {
  check(R"(
    dora put_skill driving                        | not_a_steward
    ana  put_skill driving by=kitchen             | not_a_steward
    cleo put_skill driving by=kitchen             | not_a_steward
    cleo put_skill driving by=garage              | ok
    cleo put_skill driving                        | certificate_stays
    cleo put_skill first-aid by=choir             | guild_unknown
    cleo put_skill first-aid by=garage            | ok
    ana  put_skill cooking by=kitchen             | ok
  )");
}

TEST(Certificates, AreGivenByStewardsOfTheGuildThatCertifies) {
  check(R"(
    cleo grant_certificate flying  dora           | skill_unknown
    cleo grant_certificate cooking dora           | not_a_certificate
    ana  grant_certificate driving dora           | not_a_steward
    cleo grant_certificate driving nils           | member_unknown
    cleo grant_certificate driving dora until=0d  | certificate_in_past
    cleo grant_certificate driving dora until=1s  | ok
    cleo grant_certificate driving dora           | ok
    ana  revoke_certificate driving dora          | not_a_steward
    cleo revoke_certificate driving ben           | certificate_not_held
    cleo revoke_certificate driving dora          | ok
    cleo revoke_certificate driving dora          | certificate_not_held
    dora leave_commune                            | ok
    cleo grant_certificate driving dora           | member_unknown
  )");
}

TEST(Certificates, AreSixtyFourAtMostForOneMember) {
  std::string script;
  for (int i = 0; i < 65; ++i) {
    const auto name = "c" + std::to_string(i);
    script += "cleo put_skill " + name + " by=garage | ok\n";
    script +=
        "cleo grant_certificate " + name + " dora | " + (i < 64 ? "ok" : "limit_reached") + "\n";
  }
  script += "cleo grant_certificate c3 dora until=9d | ok\n";  // renews
  check(script);
}

TEST(Venues, LieWithinAHundredKilometres) {
  check(R"(
    dora put_venue none                           | text_missing
    dora put_venue barn x=100001                  | position_out_of_range
    dora put_venue barn y=-100001                 | position_out_of_range
    dora put_venue barn x=-2147483648             | position_out_of_range
    dora put_venue barn name=none                 | text_missing
    dora put_venue barn name=x*81                 | text_too_long
    dora put_venue barn x=-100000 y=100000        | ok
    ben  put_venue barn x=10                      | ok
  )");
}

}  // namespace
}  // namespace commune::ledger::testing
