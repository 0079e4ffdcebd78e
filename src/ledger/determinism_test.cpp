// The same log gives the same digest: in this build and in every other (tools/test.py runs this
// test as gcc and as clang build it; bench_ledger holds the release build to the same figure).
#include <gtest/gtest.h>

#include "ledger/golden_log_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Determinism, AFixedLogGivesTheGoldenDigest) {
  EXPECT_EQ(digest_of_golden_log().hex(), golden_digest);
}

TEST(Determinism, TheSameLogGivesTheSameDigestTwice) {
  EXPECT_EQ(digest_of_golden_log(), digest_of_golden_log());
}

}  // namespace
}  // namespace commune::ledger::testing
