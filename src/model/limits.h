// How much of everything. Texts are counted in bytes of UTF-8. A command above a limit is refused
// with the limit's name; the relations between limits are checked here, beside their definition.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/time.h"

namespace commune::model {

inline constexpr std::size_t name_size_max = 80;
inline constexpr std::size_t title_size_max = 120;
inline constexpr std::size_t why_size_max = 500;
inline constexpr std::size_t details_size_max = 4000;
inline constexpr std::size_t reason_size_max = 500;
inline constexpr std::size_t note_size_max = 1000;
inline constexpr std::size_t about_size_max = 1000;
inline constexpr std::size_t rule_size_max = 400;
inline constexpr std::size_t zone_size_max = 64;
inline constexpr std::size_t envelope_size_max = 16 * 1024;
inline constexpr std::size_t clearing_size_max = 4 * 1024 * 1024;  // an envelope with a clearing

inline constexpr std::uint32_t people_max = 500;       // on one task
inline constexpr std::uint32_t trainees_max = 50;      // on one task
inline constexpr std::uint32_t guests_max = 500;       // on one task
inline constexpr std::uint32_t diners_max = 10'000;    // of one meal
inline constexpr std::uint32_t minutes_max = 24 * 60;  // one person's effort on one task
inline constexpr std::uint32_t importance_max = 3;
inline constexpr std::size_t skills_per_list_max = 12;
inline constexpr std::size_t notes_per_task_max = 100;
inline constexpr std::size_t certificates_per_member_max = 64;
inline constexpr std::size_t members_per_guild_max = 5000;
inline constexpr std::uint32_t baseline_hours_max = 4000;  // a year and person
inline constexpr std::uint32_t invitation_uses_max = 50;
inline constexpr std::int32_t metres_max = 100'000;  // from the commune's centre

inline constexpr std::size_t guilds_max = 1000;
inline constexpr std::size_t sectors_max = 50;
inline constexpr std::size_t skills_max = 5000;
inline constexpr std::size_t venues_max = 5000;
inline constexpr std::size_t templates_max = 10'000;
inline constexpr std::size_t series_max = 10'000;

inline constexpr std::uint32_t willing_per_round_max = 1'500;  // so that three exact levels fit
inline constexpr std::size_t offers_max = 200;                 // by one person in one round
inline constexpr std::uint32_t offer_weight_max = 100;
inline constexpr std::uint32_t round_minutes_max = 60 * 60;  // that one person offers
inline constexpr std::uint32_t round_places_max = 30;
inline constexpr std::size_t sector_rooms_max = 8;
inline constexpr std::size_t rounds_max = 10'000;
inline constexpr std::size_t devices_max = 5'000;
inline constexpr std::size_t alerts_a_day_max = 1'000;  // new ones, in any 24 hours
inline constexpr std::size_t reporters_max = 50;        // told apart on one alert
inline constexpr std::int64_t alert_near_m = 100;
inline constexpr std::size_t calls_a_day_max = 24;      // new ones, by one key in any 24 hours
inline constexpr std::uint32_t call_changes_max = 100;  // of the people wanted by one call
inline constexpr std::size_t call_text_size_max = 400;  // before the neighbour's name

inline constexpr core::Seconds round_length_max = core::days(31);
inline constexpr core::Seconds round_ahead_max = core::days(92);
inline constexpr core::Seconds alert_life = core::days(1);           // without an answer
inline constexpr core::Seconds alert_merge_max = core::minutes(30);  // since the last report
inline constexpr core::Seconds call_ahead_max = core::days(3);       // a neighbour's call begins
inline constexpr core::Seconds envelope_life_max = core::days(7);
inline constexpr core::Seconds invitation_life_max = core::days(90);
inline constexpr core::Seconds task_length_max = core::days(14);
inline constexpr core::Seconds task_ahead_max = core::days(3 * 366);
inline constexpr core::Seconds call_life_max{call_ahead_max.count + task_length_max.count};
inline constexpr core::Seconds record_back_max = core::days(60);  // "did this unasked", late entry
inline constexpr core::Seconds record_ahead_max =
    core::hours(1);  // its end: clocks and guesses differ
inline constexpr core::Seconds done_after_max = core::days(60);   // marking done, feedback
inline constexpr core::Seconds late_take_max = core::days(2);     // came without having signed up
inline constexpr core::Seconds early_done_max = core::hours(12);  // done before the planned end

static_assert(name_size_max + 2 + call_text_size_max <= why_size_max);
static_assert(trainees_max <= people_max && guests_max <= people_max);
static_assert(details_size_max + why_size_max + title_size_max + reason_size_max <
              envelope_size_max);

}  // namespace commune::model
