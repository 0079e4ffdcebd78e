// 10,000 open tasks for one person, from the words of a request to those of its answer: what the
// page asks of the WebAssembly module (bench/recommend.bench.mjs), built for this machine.
#include <benchmark/benchmark.h>

#include "core/check.h"
#include "recommend/door.h"
#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

void rank_10000(benchmark::State& state) {
  const Situation situation =
      testing::random_situation(1, {.tasks = 10'000, .pieces = 200, .skills = 60, .kinds = 90});
  const auto request = testing::request_of(situation, none, 10);
  for (auto _ : state) {
    const auto answer = answer_request(request);
    CHECK(answer[1] == 0 && answer[2] == 10);
  }
}
BENCHMARK(rank_10000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace commune::recommend
