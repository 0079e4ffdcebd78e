// The flow that a round is when clashes are only seen between tasks that overlap all at once:
// source -> participant (places, convex burden) -> sector or stretch of time -> task -> sink
// (minimum places first). Its optimum bounds the round from above; where nothing else binds it is
// the round's own optimum.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "clearing/blocks.h"
#include "clearing/certificate.h"
#include "clearing/flow.h"
#include "clearing/parts.h"
#include "clearing/round.h"

namespace commune::clearing {

class RoundFlow {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  explicit RoundFlow(const Round& round);

  [[nodiscard]] const FlowNetwork& network() const { return network_; }
  // Hands the network over; what is left still reads solutions of it.
  [[nodiscard]] FlowNetwork take_network() {
    return std::exchange(network_, network_.without_arcs());
  }
  // By position in `Round::choices()`; `none` where nobody could ever take it.
  [[nodiscard]] std::uint32_t arc_of_choice(std::size_t choice) const {
    return choice_arcs_[choice];
  }

  // By arc of the network: all but the offers beyond the `offers` that each participant likes best.
  [[nodiscard]] std::vector<std::uint8_t> core(std::size_t offers) const;

  // The network's parts that blocks of the round are. Only offers lead from one to another.
  [[nodiscard]] FlowParts parts(const Blocks& blocks) const;

  // May break clashes and the hours offered, nothing else.
  [[nodiscard]] Assignment places(const FlowSolution& solution) const;
  // The flow's duals as prices.
  [[nodiscard]] Certificate prices(const FlowSolution& solution) const;

 private:
  // A person's arcs: work in steps of `unit` load, which is exact where all their places are alike.
  struct Steps {
    std::int64_t unit = 1;
    std::uint32_t places = 0;
  };
  // What begins before the first end in it: its tasks allow one place between them.
  struct Stretch {
    std::int64_t end_minute = INT64_MIN;
    std::uint32_t node = none;
  };

  [[nodiscard]] Steps steps_of(std::size_t participant) const;
  void add_tasks();
  template <class Burden>
  void add_steps(std::uint32_t from, std::uint32_t to, Steps steps, Burden burden);
  void add_person(std::uint32_t participant);
  void add_rooms(std::uint32_t participant, Steps steps);
  void add_choices(std::uint32_t participant);
  std::uint32_t stretch_node(const Choice& choice, std::uint32_t from,
                             std::span<const Choice> later);
  void read_room_prices(const FlowSolution& solution, std::size_t participant,
                        std::vector<std::int64_t>& prices) const;

  const Round& round_;
  FlowNetwork network_;
  std::vector<std::uint32_t> task_nodes_;
  std::vector<std::uint32_t> trainee_nodes_;
  std::vector<std::uint32_t> person_nodes_;
  std::vector<std::vector<std::uint32_t>> room_nodes_;
  std::vector<std::uint32_t> choice_arcs_;
  std::vector<Stretch> stretches_;  // of the person being added
};

}  // namespace commune::clearing
