// The example commune as a stranger meets it: its folder reads, and its past obeys the ledger.
#include "exchange/demo_history.h"

#include <gtest/gtest.h>

#include <set>

#include "ledger/apply.h"
#include "ledger/founding.h"
#include "trust/verify.h"
#include "wire/envelope_codec.h"
#include "wire/record_codec.h"

namespace commune::exchange {
namespace {

constexpr core::Time now{1'795'000'000};  // a Tuesday in November 2026

CommuneFolder riverbend() {
  auto folder = read_commune_folder(COMMUNE_SOURCE_DIR "/communes/riverbend");
  EXPECT_TRUE(folder.has_value()) << folder.error().message;
  return *folder;
}

const trust::SigningKey& keeper() {
  static const trust::SigningKey key{trust::Seed{7}};
  return key;
}

TEST(Riverbend, IsBuiltOnTheFiguresOfRealCommunes) {
  const CommuneFolder folder = riverbend();
  EXPECT_EQ(folder.people.size(), 90U);
  EXPECT_EQ(folder.children, 30U);
  EXPECT_EQ(folder.sectors.size(), 6U);
  EXPECT_GE(folder.jobs.size(), 60U);
  EXPECT_LE(folder.jobs.size(), 90U);
}

TEST(DemoHistory, IsTheSameForTheSameSeed) {
  const CommuneFolder folder = riverbend();
  const auto first = make_demo_commune(folder, keeper(), now);
  const auto second = make_demo_commune(folder, keeper(), now);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  ASSERT_EQ(first->past.size(), second->past.size());
  for (std::size_t i = 0; i < first->past.size(); ++i) {
    ASSERT_EQ(first->past[i].commands, second->past[i].commands);
  }
}

TEST(DemoHistory, ReplaysThroughTheLedgerFromItsBytes) {
  const auto founded = make_demo_commune(riverbend(), keeper(), now);
  ASSERT_TRUE(founded.has_value()) << founded.error().message;
  const auto chain = wire::chain_id_of(founded->genesis);
  auto state = ledger::found(founded->genesis, chain);
  ASSERT_TRUE(state.has_value()) << state.error().message;
  core::Time last{};
  for (const PastBlock& block : founded->past) {
    ASSERT_LT(last, block.time);
    last = block.time;
    ledger::begin_block(*state, block.time);
    for (const core::Bytes& bytes : block.commands) {
      const auto signed_envelope = wire::parse_signed_envelope(bytes);
      ASSERT_TRUE(signed_envelope.has_value());
      const auto verified = trust::verify_envelope(
          *signed_envelope, *wire::parse_envelope(signed_envelope->envelope), chain);
      ASSERT_TRUE(verified.has_value()) << verified.error().message;
      ASSERT_TRUE(ledger::apply(*state, *verified, block.time).has_value());
    }
  }
  EXPECT_LE(last, now);
  EXPECT_EQ(state->members().size(), 90U);

  std::size_t ahead = 0;
  std::size_t done = 0;
  std::size_t swaps = 0;
  std::size_t cancelled = 0;
  std::size_t changed = 0;
  std::size_t with_guests = 0;
  std::size_t urgent = 0;
  std::set<model::SectorId> sectors_with_done_work;
  for (const auto& [id, row] : state->tasks()) {
    cancelled += row.record.status == model::TaskStatus::cancelled ? 1U : 0U;
    changed += row.record.status == model::TaskStatus::open && row.record.revision > 1 ? 1U : 0U;
    with_guests += row.record.guests > 0 ? 1U : 0U;
    urgent += row.record.draft.urgency == model::Urgency::urgent ? 1U : 0U;
    ahead += row.record.draft.start > now ? 1U : 0U;
    for (const auto& place : row.record.places) {
      swaps += place.seeking_swap ? 1U : 0U;
      if (place.status == model::PlaceStatus::taken) continue;
      done += 1;
      sectors_with_done_work.insert(row.record.draft.sector);
    }
  }
  EXPECT_GT(ahead, 400U) << "four weeks are on the board";
  EXPECT_GT(done, 800U) << "eight weeks were lived";
  EXPECT_GT(cancelled, 5U);
  EXPECT_GT(changed, 5U);
  EXPECT_GT(with_guests, 10U);
  EXPECT_EQ(urgent, 2U);
  EXPECT_GT(swaps, 0U) << "somebody looks for a swap";
  EXPECT_EQ(sectors_with_done_work.size(), 6U) << "no sector's screen is empty";
}

}  // namespace
}  // namespace commune::exchange
