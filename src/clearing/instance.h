// One round of sharing work: who offered to do what, and what each task needs. Plain data, as it is
// read from a file or gathered from the ledger; `Round` (round.h) is the same, checked and ready to
// be solved. Times are whole minutes from one origin of the caller's choice; weights and minutes
// are positive integers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace commune::clearing {

inline constexpr std::uint32_t willingness_max = 100;
inline constexpr std::uint32_t task_weight_max = 100;
inline constexpr std::int64_t task_minutes_max = std::int64_t{31} * 24 * 60;
inline constexpr std::int64_t minute_max = std::int64_t{1} << 40U;  // far beyond the year 9999

enum class Role : std::uint8_t { experienced, trainee };

struct Task {
  std::string id;
  std::uint32_t sector = 0;
  std::int64_t begin_minute = 0;  // both 0: at no fixed time, clashes with nothing
  std::int64_t end_minute = 0;
  std::int64_t minutes = 0;  // the work that one place is
  std::uint32_t people_min = 0;
  std::uint32_t people_max = 0;
  std::uint32_t trainees_max = 0;
  std::uint32_t weight = 1;  // 1..task_weight_max: what one person fewer than the minimum means
  std::vector<std::string> required;  // certificates that everyone experienced holds
  bool has_teacher = false;  // somebody experienced comes already: a trainee is never alone
  // People beyond the minimum whom it would be good to have, because some will not come. Each
  // counts as 1: below the minimum of any task of weight 2 or more.
  std::uint32_t reserves = 0;

  [[nodiscard]] bool is_timed() const { return begin_minute != 0 || end_minute != 0; }
};

// Minutes that may still be done in a sector before its baseline is passed.
struct SectorRoom {
  std::uint32_t sector = 0;
  std::int64_t minutes = 0;
};

// Somebody in this round. Only what they chose to say; the next round knows them by another id.
struct Participant {
  std::string id;
  std::uint32_t places_max = 0;
  std::int64_t minutes_max = 0;
  std::vector<SectorRoom> rooms;  // a sector that is not named has no baseline
  std::vector<std::string> certificates;
};

struct Offer {
  std::uint32_t participant = 0;  // index
  std::uint32_t task = 0;         // index
  std::uint32_t willingness = 0;  // 1..willingness_max
  Role role = Role::experienced;
};

struct Instance {
  std::uint64_t seed = 0;          // public, decides between equals
  std::int64_t unit_minutes = 15;  // work is counted in these, a begun one as a whole
  std::int64_t even_minutes = 0;   // work up to this weighs on nobody; more weighs ever more
  std::vector<std::string> sectors;
  std::vector<Task> tasks;
  std::vector<Participant> participants;
  std::vector<Offer> offers;
};

// The seed of a public text.
[[nodiscard]] std::uint64_t seed_of(std::string_view public_text);

// The even share: the minutes that all minimum places need, over the participants, rounded up.
[[nodiscard]] std::int64_t even_share_minutes(const std::vector<Task>& tasks,
                                              std::size_t participants);

}  // namespace commune::clearing
