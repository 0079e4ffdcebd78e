// One week of the year: who could do what, what each wishes, and the sheet on which people are down
// for work. Whatever way the week is shared out, it ends as a sheet.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/year_world.h"

namespace commune::evaluation {

// What one person wishes for the week.
struct Wish {
  std::vector<std::uint32_t> willing;   // tasks by falling liking
  std::vector<std::uint32_t> to_learn;  // as a trainee, in the same order
  std::vector<double> worth;  // by task: the liking's rank, 1 the best; 0 where not willing
  double whole = 0;           // the worth of all that they wish for
};

struct Week {
  const YearWorld& world;
  std::uint32_t number = 0;
  std::vector<Certificates> certificates;    // by person
  std::vector<std::vector<bool>> can;        // by person and task
  std::vector<std::vector<bool>> can_learn;  // the same, as a trainee
  std::vector<Wish> wishes;                  // by person

  [[nodiscard]] const std::vector<YearTask>& tasks() const { return world.weeks[number]; }
  [[nodiscard]] const YearPerson& person(std::size_t slot) const {
    return world.person(slot, number);
  }
  [[nodiscard]] std::size_t people() const { return world.members.size(); }
  [[nodiscard]] bool has_certificates(std::size_t slot, std::uint32_t kind) const {
    const Certificates& required = world.kinds[kind].required;
    return (certificates[slot] & required) == required;
  }
  // Names a task in draws of luck.
  static constexpr std::uint32_t task_bits = 16;
  [[nodiscard]] std::uint64_t key(std::uint32_t task) const {
    return (std::uint64_t{number} << task_bits) | task;
  }
};

// `learnt`: certificates that people got within the year, by person.
[[nodiscard]] Week look_at(const YearWorld& world, std::uint32_t number,
                           std::span<const Certificates> learnt = {});

class Sheet {
 public:
  explicit Sheet(const Week& week)
      : week_(week),
        people_(week.tasks().size()),
        trainees_(week.tasks().size()),
        neighbours_(week.tasks().size()),
        tasks_(week.people()),
        minutes_(week.people()) {}

  [[nodiscard]] const std::vector<std::uint32_t>& people_in(std::uint32_t task) const {
    return people_[task];
  }
  [[nodiscard]] const std::vector<std::uint32_t>& tasks_of(std::uint32_t slot) const {
    return tasks_[slot];
  }
  [[nodiscard]] std::int64_t minutes_of(std::uint32_t slot) const { return minutes_[slot]; }
  // Within every limit of the person, and a place is free.
  [[nodiscard]] bool fits(std::uint32_t slot, std::uint32_t task) const;
  // They are down for it, or for something at the same time.
  [[nodiscard]] bool clashes(std::uint32_t slot, std::uint32_t task) const;
  void put(std::uint32_t slot, std::uint32_t task);
  void remove(std::uint32_t slot, std::uint32_t task);

  // Trainees stand beside a task's people. Whether somebody to learn from is down for it too is not
  // asked.
  [[nodiscard]] bool fits_trainee(std::uint32_t slot, std::uint32_t task) const;
  void put_trainee(std::uint32_t slot, std::uint32_t task);
  [[nodiscard]] const std::vector<std::uint32_t>& trainees_in(std::uint32_t task) const {
    return trainees_[task];
  }

  // Somebody of another commune, who helps beside them.
  void put_neighbour(std::uint32_t task) { ++neighbours_[task]; }
  [[nodiscard]] std::size_t people_and_neighbours_in(std::uint32_t task) const {
    return people_[task].size() + neighbours_[task];
  }

 private:
  // Hours, places and clashes alone.
  [[nodiscard]] bool has_room_for(std::uint32_t slot, std::uint32_t task) const;
  void book(std::uint32_t slot, std::uint32_t task);

  const Week& week_;
  std::vector<std::vector<std::uint32_t>> people_;
  std::vector<std::vector<std::uint32_t>> trainees_;
  std::vector<std::uint32_t> neighbours_;  // by task
  std::vector<std::vector<std::uint32_t>> tasks_;
  std::vector<std::int64_t> minutes_;
};

// Places that are outside of what somebody allows; counted anew, whatever `fits` believed.
[[nodiscard]] std::uint64_t count_violations(const Week& week, const Sheet& sheet);

[[nodiscard]] std::vector<std::uint32_t> shuffled_people(const Week& week, std::uint64_t purpose);

}  // namespace commune::evaluation
