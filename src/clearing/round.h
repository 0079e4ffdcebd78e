// An instance that was checked and put in order. Tasks and participants stand in an order that is
// drawn from the public seed, so that neither names nor who came first decides anything. Offers lie
// by participant and, within one, by the end of the task, so that one pass over a participant meets
// the tasks in time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clearing/instance.h"
#include "clearing/levels.h"
#include "core/error.h"

namespace commune::clearing {

inline constexpr std::size_t round_tasks_max = 4'000'000;
inline constexpr std::size_t round_participants_max = 4'000'000;
inline constexpr std::size_t round_offers_max = 64'000'000;
inline constexpr std::int64_t load_max =
    4'000;  // units of one participant: 1,000 hours in quarters
inline constexpr std::size_t rooms_max = 1'000;  // of one participant
// States of the table in which one participant's best places are found (bundle.h): 256 MiB.
inline constexpr std::int64_t bundle_states_max = std::int64_t{1} << 25U;

// An offer with what the solver asks for at every step. Loads are in units.
struct Choice {
  std::int64_t begin_minute = 0;
  std::int64_t end_minute = 0;  // INT64_MAX where the task has no fixed time
  std::uint32_t participant = 0;
  std::uint32_t task = 0;
  std::uint16_t load = 0;
  std::int16_t willingness = 0;
  std::int16_t room = -1;  // index of the participant's sector room, or -1
  Role role = Role::experienced;

  [[nodiscard]] bool clashes_with(const Choice& other) const {
    return begin_minute < other.end_minute && other.begin_minute < end_minute && is_timed() &&
           other.is_timed();
  }
  [[nodiscard]] bool is_timed() const { return end_minute != INT64_MAX; }
};
static_assert(task_minutes_max <= UINT16_MAX && sizeof(Choice) == 32);  // most of a large round

struct Person {
  std::int64_t load_max = 0;
  std::int64_t load_step = 1;  // every load they could do is a multiple of this
  std::uint32_t places_max = 0;
  bool holds_one = false;  // never more than one place: then a room's burden is that place's own
  std::vector<std::int64_t> rooms;  // load, in the order of Participant::rooms
};

class Round {
 public:
  // invalid: names the task, participant or offer, and what contradicts what. too_large: over a
  // limit.
  static core::Result<Round> make(Instance instance);

  // In the seed's order: indices are not those of the instance that was handed in, ids are.
  [[nodiscard]] const Instance& instance() const { return instance_; }
  [[nodiscard]] const Scale& scale() const { return scale_; }
  [[nodiscard]] std::int64_t even_load() const { return even_load_; }
  [[nodiscard]] const std::vector<Choice>& choices() const { return choices_; }
  [[nodiscard]] const std::vector<Person>& people() const { return people_; }
  // Where the choices of a participant begin in `choices()`.
  [[nodiscard]] std::size_t first_choice(std::size_t participant) const {
    return first_choice_[participant];
  }
  [[nodiscard]] std::span<const Choice> choices_of(std::size_t participant) const {
    return std::span(choices_).subspan(first_choice_[participant],
                                       first_choice_[participant + 1] - first_choice_[participant]);
  }
  // Packed burden of one participant's whole work.
  [[nodiscard]] std::int64_t work_burden(std::int64_t load) const {
    return burden_of_excess(load - even_load_) * scale_.burden_unit();
  }
  [[nodiscard]] std::int64_t room_burden(std::int64_t load, std::int64_t room) const {
    return burden_of_excess(load - room) * scale_.burden_unit();
  }

 private:
  Round(Instance instance, Scale scale) : instance_(std::move(instance)), scale_(scale) {}

  Instance instance_;
  Scale scale_;
  std::int64_t even_load_ = 0;
  std::vector<Choice> choices_;
  std::vector<std::size_t> first_choice_;
  std::vector<Person> people_;
};

// Places given: one flag for each of `Round::choices()`.
using Assignment = std::vector<std::uint8_t>;

}  // namespace commune::clearing
