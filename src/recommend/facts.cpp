#include "recommend/facts.h"

#include <algorithm>
#include <cstddef>

#include "recommend/points.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t recent_days = 14;
constexpr std::int32_t earlier_days = 56;  // the weeks before those make what is usual
constexpr std::int32_t heavy_row_days = 28;
constexpr std::int32_t heavy_weeks_minutes_min = 6 * 60;

std::int32_t rounded(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t half = denominator / 2;
  const std::int64_t whole =
      numerator >= 0 ? (numerator + half) / denominator : (numerator - half) / denominator;
  return static_cast<std::int32_t>(whole);
}

// Minutes of each sector divided by its baseline, against the same over all sectors: 1 - mine /
// average, between -1 and 1, in points. No hours at all: nobody's turn.
std::vector<std::int32_t> rotation_of(const std::vector<Sector>& sectors) {
  std::int64_t baseline = 0;
  std::int64_t total = 0;
  for (const Sector& sector : sectors) {
    if (sector.baseline_hours == 0) continue;
    baseline += sector.baseline_hours;
    total += sector.recent_minutes;
  }
  std::vector<std::int32_t> turns(sectors.size(), 0);
  if (total == 0) return turns;
  for (std::size_t s = 0; s < sectors.size(); ++s) {
    const std::int64_t fair = std::int64_t{sectors[s].baseline_hours} * total;
    if (fair == 0) continue;
    const std::int64_t lag = fair - std::int64_t{sectors[s].recent_minutes} * baseline;
    turns[s] = std::clamp(rounded(points::rotation_max * std::max(lag, -fair), fair),
                          -points::rotation_max, points::rotation_max);
  }
  return turns;
}

// The latest pieces of the last weeks that were heavy, one after another.
std::int32_t heavy_in_row_of(const Situation& situation) {
  std::int32_t row = 0;
  for (const Piece& piece : situation.pieces) {
    if (!counts_as_work(situation, piece)) continue;
    const std::int32_t ago = situation.now.utc - piece.start.utc;
    if (ago < 0 || ago >= heavy_row_days * day_minutes) continue;
    row = piece.effort == model::Effort::heavy ? row + 1 : 0;
  }
  return row;
}

void add_load(const Situation& situation, const Piece& piece, Facts& facts) {
  const std::int32_t day = piece.start.day();
  WeekLoad& week = facts.weeks[monday_of(day)];
  week.minutes += piece.minutes;
  week.heavy += piece.effort == model::Effort::heavy ? 1 : 0;
  week.days = static_cast<std::uint8_t>(week.days | 1U << static_cast<unsigned>(weekday_of(day)));

  const std::int32_t ago = situation.now.utc - piece.start.utc;
  if (ago < 0) return;
  if (ago < recent_days * day_minutes) {
    facts.recent_minutes += piece.minutes;
  } else if (ago < earlier_days * day_minutes) {
    facts.usual_minutes += piece.minutes;
  }
}

}  // namespace

bool Facts::weeks_were_heavy() const {
  return usual_minutes > 0 && recent_minutes >= heavy_weeks_minutes_min &&
         std::int64_t{4} * recent_minutes >= std::int64_t{5} * usual_minutes;
}

const WeekLoad& Facts::week_of(std::int32_t day) const {
  static constexpr WeekLoad nothing;
  const auto found = weeks.find(monday_of(day));
  return found == weeks.end() ? nothing : found->second;
}

bool counts_as_work(const Situation& situation, const Piece& piece) {
  return piece.state == PieceState::done || piece.end.utc > situation.now.utc;
}

Facts make_facts(const Situation& situation) {
  Facts facts;
  facts.times_done.resize(situation.answers.size());
  facts.wish_days.resize(situation.wishes.size());
  facts.rotation = rotation_of(situation.sectors);
  facts.heavy_in_row = heavy_in_row_of(situation);
  Index number = 0;
  for (const Piece& piece : situation.pieces) {
    if (piece.is_fixed) {
      facts.own.push_back({number, piece.start, piece.end, piece.venue});
      facts.own_minutes_max = std::max(facts.own_minutes_max, piece.end.utc - piece.start.utc);
    }
    ++number;
    if (!counts_as_work(situation, piece)) continue;
    add_load(situation, piece, facts);
    if (piece.wish != none)
      facts.wish_days[static_cast<std::size_t>(piece.wish)].push_back(piece.start.day());
    if (piece.kind != none && piece.state == PieceState::done)
      ++facts.times_done[static_cast<std::size_t>(piece.kind)];
  }
  facts.usual_minutes /= (earlier_days - recent_days) / recent_days;
  if (situation.limits.week_minutes_max != none)
    facts.usual_minutes = situation.limits.week_minutes_max * (recent_days / 7);
  for (std::vector<std::int32_t>& days : facts.wish_days) std::ranges::sort(days);
  return facts;
}

}  // namespace commune::recommend
