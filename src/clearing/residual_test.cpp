// Changes to an optimal flow against solving everything again.
#include "clearing/residual.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "clearing/parts.h"
#include "clearing/round_flow.h"
#include "clearing/sifting.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

Round middling_round(std::uint64_t seed) {
  core::Random random(seed);
  return *Round::make(testing::make_small_instance(
      random, {.participants = 12, .tasks = 14, .offers_max = 90, .has_clashes = seed % 2 == 0}));
}

std::int64_t cost_of(const FlowNetwork& network, const FlowSolution& solution) {
  std::int64_t cost = 0;
  for (std::size_t a = 0; a < network.arcs.size(); ++a)
    cost += network.arcs[a].cost * solution.flow[a];
  return cost;
}

// Capacities, conservation, and reduced costs: what makes a flow an optimum.
void expect_optimal(const FlowNetwork& network, const FlowSolution& solution, std::uint64_t seed) {
  std::vector<std::int64_t> balance(network.nodes, 0);
  for (std::size_t a = 0; a < network.arcs.size(); ++a) {
    const FlowArc& arc = network.arcs[a];
    const std::int32_t flow = solution.flow[a];
    ASSERT_TRUE(flow >= 0 && flow <= arc.capacity) << "seed " << seed;
    balance[arc.from] -= flow;
    balance[arc.to] += flow;
    const std::int64_t reduced =
        arc.cost + solution.potential[arc.from] - solution.potential[arc.to];
    ASSERT_TRUE(flow == arc.capacity || reduced >= 0) << "seed " << seed;
    ASSERT_TRUE(flow == 0 || reduced <= 0) << "seed " << seed;
  }
  for (std::uint32_t node = 0; node < network.nodes; ++node) {
    const std::int64_t wanted = node == network.source ? -network.supply
                                : node == network.sink ? network.supply
                                                       : 0;
    ASSERT_EQ(balance[node], wanted) << "seed " << seed;
  }
}

TEST(Flow, WhatTheSolverSaysIsAnOptimum) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Round round = middling_round(seed);
    const RoundFlow flow(round);
    expect_optimal(flow.network(), solve_flow(flow.network()), seed);
  }
}

TEST(Residual, AfterEachWithdrawalItCostsWhatSolvingAgainCosts) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    core::Random random(seed);
    const Round round = middling_round(seed);
    const RoundFlow flow(round);
    ResidualFlow residual(flow.network(), solve_flow(flow.network()));
    for (std::size_t k = 0; k < round.choices().size(); ++k) {
      const std::uint32_t arc = flow.arc_of_choice(k);
      if (arc == RoundFlow::none || random.chance(2, 3)) continue;
      const FlowSolution before = residual.solution();
      const auto changed = residual.close(arc);
      for (std::uint32_t a = 0; a < flow.network().arcs.size(); ++a) {
        const bool may_change = std::ranges::find(changed, a) != changed.end();
        ASSERT_TRUE(may_change || before.flow[a] == residual.flow(a)) << "seed " << seed;
      }
      expect_optimal(residual.network(), residual.solution(), seed);
    }
    ASSERT_EQ(cost_of(residual.network(), residual.solution()),
              cost_of(residual.network(), solve_flow(residual.network())));
  }
}

TEST(Sifting, WhateverTheCoreTheOptimumIsThatOfTheWhole) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Round round = middling_round(seed);
    const RoundFlow flow(round);
    const std::int64_t cost = cost_of(flow.network(), solve_flow(flow.network()));
    for (const std::size_t offers : {0U, 1U, 3U, 100U}) {
      const FlowSolution sifted = solve_by_sifting(flow.network(), flow.core(offers));
      expect_optimal(flow.network(), sifted, seed);
      ASSERT_EQ(cost_of(flow.network(), sifted), cost) << "seed " << seed;
    }
  }
}

FlowParts random_parts(const Round& round, const RoundFlow& flow, core::Random& random) {
  Blocks blocks;
  blocks.count = static_cast<std::uint32_t>(random.between(1, 6));
  for (std::size_t i = 0; i < round.people().size(); ++i)
    blocks.of_participant.push_back(static_cast<std::uint32_t>(random.below(blocks.count)));
  for (std::size_t j = 0; j < round.instance().tasks.size(); ++j)
    blocks.of_task.push_back(static_cast<std::uint32_t>(random.below(blocks.count)));
  return flow.parts(blocks);
}

TEST(Parts, HoweverTheNetworkIsCutTheOptimumIsThatOfTheWhole) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::Random random(seed);
    const Round round = middling_round(seed);
    const RoundFlow flow(round);
    const std::int64_t cost = cost_of(flow.network(), solve_flow(flow.network()));
    const FlowParts parts = random_parts(round, flow, random);
    for (const std::size_t offers : {1U, 4U, 100U}) {
      const std::vector<std::uint8_t> core = flow.core(offers);
      const FlowSolution solution = solve_by_parts(flow.network(), parts, core, 1);
      expect_optimal(flow.network(), solution, seed);
      ASSERT_EQ(cost_of(flow.network(), solution), cost) << "seed " << seed;
      const FlowSolution again = solve_by_parts(flow.network(), parts, core, 3);
      ASSERT_EQ(solution.flow, again.flow) << "seed " << seed;
      ASSERT_EQ(solution.potential, again.potential) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace commune::clearing
