#include <gtest/gtest.h>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Invitations, BringNewcomersInUntilTheyAreUsedUp) {
  check(R"(
    ana      create_invitation spring uses=2      | ok
    nils     join with=spring                     | ok
    stranger join with=spring                     | ok
    late     join with=spring                     | invitation_used_up
    nils     join_guild kitchen                   | ok
    see kitchen                                   | ana* ben nils
  )");
}

TEST(Invitations, LastAtMostNinetyDaysAndServeOneToFifty) {
  check(R"(
    ana  create_invitation a until=0d             | invitation_out_of_range
    ana  create_invitation a until=90d1s          | invitation_out_of_range
    ana  create_invitation a uses=0               | invitation_out_of_range
    ana  create_invitation a uses=51              | invitation_out_of_range
    ana  create_invitation a until=90d uses=50    | ok
    ana  create_invitation b until=1s uses=1      | ok
    ana  create_invitation a                      | invitation_exists
    ana  create_invitation none                   | invitation_exists
  )");
}

TEST(Invitations, ServeToTheirLastSecondAndNotAfter) {
  check(R"(
    ana      create_invitation a until=1d         | ok
    at 1d
    nils     join with=a                          | ok
    at 1d1s
    stranger join with=a                          | invitation_expired
  )");
}

TEST(Invitations, AreTakenBackByAnyMember) {
  check(R"(
    ana  create_invitation a                      | ok
    ben  revoke_invitation a                      | ok
    ben  revoke_invitation a                      | invitation_revoked
    nils join with=a                              | invitation_revoked
    ben  revoke_invitation b                      | invitation_unknown
    nils join with=b                              | invitation_unknown
  )");
}

TEST(Joining, IsLookedAtInThisOrder) {
  check(R"(
    ana  create_invitation a until=1d uses=1      | ok
    ana  join with=b name=none                    | already_member
    nils join with=b name=none                    | invitation_unknown
    dora join with=a                              | already_member
    nils join with=a name=none                    | text_missing
    nils join with=a name=_                       | text_missing
    nils join with=a name=x*81                    | text_too_long
    nils join with=a name=x*80                    | ok
    at 2d
    stranger join with=a name=none                | invitation_expired
    ana  revoke_invitation a                      | ok
    stranger join with=a name=none                | invitation_revoked
  )");
}

TEST(Joining, WritesDownWhoCameAndWhen) {
  const State state = state_after(R"(
    at 3h
    nils join name=Nils_Holgersson                | ok
  )");
  const auto* nils = state.members().find(model::member_id_of(key_of("nils")));
  ASSERT_NE(nils, nullptr);
  EXPECT_EQ(nils->name, "Nils Holgersson");
  EXPECT_EQ(nils->joined_at, founding_time + core::hours(3));
  EXPECT_EQ(state.invitations().find(invitation_key_of("founders"))->uses, 5U);
}

TEST(Renaming, TakesAnyNameOfUpToEightyBytes) {
  const State state = state_after(R"(
    ana  rename_member name=none                  | text_missing
    ana  rename_member name=x*81                  | text_too_long
    ana  rename_member name=Ana_Ruiz              | ok
  )");
  EXPECT_EQ(state.members().find(model::member_id_of(key_of("ana")))->name, "Ana Ruiz");
}

TEST(Leaving, TakesAMemberOutOfEveryGuildForGood) {
  check(R"(
    ana  join_guild garage                        | ok
    ana  leave_commune                            | ok
    see kitchen                                   | ben
    see garage                                    | cleo*
    ana  join_guild kitchen                       | signer_left
    ana  leave_commune                            | signer_left
    ana  join                                     | already_member
  )");
}

TEST(Leaving, KeepsThePlacesThatWereTakenAndTheKeysOfThem) {
  check(R"(
    ana  post_task dinner                         | ok
    dora take_place dinner                        | ok
    dora leave_commune                            | ok
    see dinner                                    | dora
    dora hand_back dinner                         | ok
    see dinner                                    | nobody
  )");
}

}  // namespace
}  // namespace commune::ledger::testing
