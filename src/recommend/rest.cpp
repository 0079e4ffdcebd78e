#include "recommend/rest.h"

#include <algorithm>
#include <bit>

#include "recommend/facts.h"
#include "recommend/night.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t back_days = 7;
constexpr std::int32_t ahead_days = 14;

bool is_ahead(const Situation& situation, const Piece& piece) {
  return piece.start.utc > situation.now.utc;
}

// The last planned piece of the week that `wanted` accepts.
template <class Wanted>
Index last_planned(const Situation& situation, std::int32_t monday, Wanted wanted) {
  Index found = none;
  for (Index i = 0; i < static_cast<Index>(situation.pieces.size()); ++i) {
    const Piece& piece = at(situation.pieces, i);
    if (is_ahead(situation, piece) && monday_of(piece.start.day()) == monday && wanted(piece))
      found = i;
  }
  return found;
}

// Demanding work one after another that goes on into what is planned.
void guard_rows(const Situation& situation, std::vector<RestSuggestion>& said) {
  std::int32_t row = 0;
  RestSuggestion longest;
  for (Index i = 0; i < static_cast<Index>(situation.pieces.size()); ++i) {
    const Piece& piece = at(situation.pieces, i);
    if (!counts_as_work(situation, piece)) continue;
    const std::int32_t ago = situation.now.utc - piece.start.utc;
    if (ago > back_days * day_minutes || ago < -ahead_days * day_minutes) continue;
    row = piece.effort == model::Effort::heavy ? row + 1 : 0;
    if (row > heavy_in_row_max && row > longest.amount)
      longest = {RestCode::heavy_in_row, is_ahead(situation, piece) ? i : none, row,
                 heavy_in_row_max};
  }
  if (longest.amount > 0) said.push_back(longest);
}

void guard_nights(const Situation& situation, std::vector<RestSuggestion>& said) {
  const Piece* before = nullptr;
  for (Index i = 0; i < static_cast<Index>(situation.pieces.size()); ++i) {
    const Piece& piece = at(situation.pieces, i);
    if (!piece.is_fixed) continue;
    const Piece* last = before;
    before = last != nullptr && last->end.utc > piece.end.utc ? last : &piece;
    if (last == nullptr || !is_ahead(situation, piece)) continue;
    const std::int32_t wanted = situation.limits.rest_minutes;
    if (!is_short_night({last->start, last->end}, {piece.start, piece.end}, wanted)) continue;
    said.push_back({RestCode::short_night, i, piece.start.utc - last->end.utc, wanted});
    return;
  }
}

void guard_week(const Situation& situation, const Facts& facts, std::int32_t monday,
                std::vector<RestSuggestion>& said) {
  const WeekLoad& week = facts.week_of(monday);
  const Limits& limits = situation.limits;
  const Index any = last_planned(situation, monday, [](const Piece&) { return true; });
  if (any == none) return;  // nothing left that could be changed
  if (limits.week_minutes_max != none && week.minutes > limits.week_minutes_max)
    said.push_back({RestCode::week_over, any, week.minutes, limits.week_minutes_max});
  const Index heavy = last_planned(
      situation, monday, [](const Piece& piece) { return piece.effort == model::Effort::heavy; });
  if (limits.week_heavy_max != none && week.heavy > limits.week_heavy_max && heavy != none)
    said.push_back({RestCode::heavy_over, heavy, week.heavy, limits.week_heavy_max});
  const std::int32_t free = 7 - std::popcount(week.days);
  if (free < limits.free_days) said.push_back({RestCode::no_free_day, any, free, limits.free_days});
}

}  // namespace

std::vector<RestSuggestion> guard_rest(const Situation& situation) {
  const Facts facts = make_facts(situation);
  std::vector<RestSuggestion> said;
  guard_rows(situation, said);
  guard_nights(situation, said);
  const std::int32_t monday = monday_of(situation.now.day());
  guard_week(situation, facts, monday, said);
  guard_week(situation, facts, monday + 7, said);
  if (facts.weeks_were_heavy())
    said.push_back({RestCode::heavy_weeks, none, facts.recent_minutes, facts.usual_minutes});
  return said;
}

}  // namespace commune::recommend
