// What each reason weighs, in whole points. A first, plain choice, written down so that it can be
// argued about; what is learned comes on top as `taste`.
#pragma once

#include <cstdint>

namespace commune::recommend::points {

inline constexpr std::int32_t skill_level = 4;
inline constexpr std::int32_t skill_max = 24;
inline constexpr std::int32_t certificate = 8;
inline constexpr std::int32_t interest_level = 5;
inline constexpr std::int32_t sector_interest_level = 4;
inline constexpr std::int32_t learn_level = 7;
inline constexpr std::int32_t guild = 6;
inline constexpr std::int32_t again_time = 2;
inline constexpr std::int32_t again_max = 4;
inline constexpr std::int32_t wish_level = 6;
inline constexpr std::int32_t taste_max = 24;
inline constexpr std::int32_t willing = 10;

inline constexpr std::int32_t good_hours = 8;
inline constexpr std::int32_t bad_hours = -25;
inline constexpr std::int32_t any_time = 3;
inline constexpr std::int32_t soon = 8;
inline constexpr std::int32_t this_week = 4;
inline constexpr std::int32_t overlap = -60;
inline constexpr std::int32_t travel = -20;
inline constexpr std::int32_t short_rest = -15;
inline constexpr std::int32_t week_full = -20;
inline constexpr std::int32_t heavy_full = -20;
inline constexpr std::int32_t free_day = -15;
inline constexpr std::int32_t lighter = 6;
inline constexpr std::int32_t heavy_again = -10;
inline constexpr std::int32_t lighter_weeks = 5;
inline constexpr std::int32_t there = 5;
inline constexpr std::int32_t far_five_minutes = -2;
inline constexpr std::int32_t far_max = -12;
inline constexpr std::int32_t too_far = -20;

inline constexpr std::int32_t shortage = 3;  // and one more for each person missing, at most three
inline constexpr std::int32_t shortage_people_max = 3;
inline constexpr std::int32_t urgency[3] = {0, 4, 12};
inline constexpr std::int32_t rotation_max = 12;
inline constexpr std::int32_t gathering = 3;

}  // namespace commune::recommend::points
