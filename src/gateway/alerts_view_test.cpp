// What was reported, as the API shows it: what waits for an answer is never pushed out of sight.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "gateway/rounds_view.h"
#include "ledger/commune_testing.h"

namespace commune::gateway {
namespace {

using ledger::testing::founding_time;

class AlertsView : public testing::Test {
 protected:
  void report(const std::string& text, core::Time at, model::AlertStatus status) {
    state_.insert(
        model::Alert{.alert = ledger::testing::id_from<model::AlertId>("test/alert", text),
                     .text = text,
                     .raised_at = at,
                     .last_at = at,
                     .status = status});
  }

  [[nodiscard]] nlohmann::json seen_at(core::Time now) const {
    JsonWriter json;
    json.begin_object();
    write_alerts(json, state_, now);
    json.end_object();
    return nlohmann::json::parse(json.take())["alerts"];
  }

  ledger::State state_ = ledger::testing::test_state();
};

TEST_F(AlertsView, ShowsWhatWaitsForAnAnswerBeforeWhatIsLater) {
  report("freezer", founding_time, model::AlertStatus::open);
  for (int i = 1; i <= 150; ++i) {
    report(fmt::format("drill {}", i), founding_time + core::minutes(i),
           model::AlertStatus::dismissed);
  }
  const auto seen = seen_at(founding_time + core::hours(3));
  ASSERT_EQ(seen.size(), 100U);
  EXPECT_EQ(seen[0]["text"], "freezer");
  EXPECT_EQ(seen[0]["asked_until"], "2026-01-01T01:00:00Z");
  EXPECT_EQ(seen[0]["end"], "2026-01-02T00:00:00Z") << "until then it may be confirmed";
  EXPECT_EQ(seen[1]["text"], "drill 150");
  EXPECT_TRUE(seen[1]["end"].is_null());
  EXPECT_EQ(seen_at(founding_time + core::days(1))[0]["text"], "drill 150");
}

}  // namespace
}  // namespace commune::gateway
