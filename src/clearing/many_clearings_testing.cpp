#include "clearing/many_clearings_testing.h"

#include <utility>

#include "clearing/clear.h"
#include "clearing/small_round_testing.h"
#include "core/check.h"

namespace commune::clearing::testing {
namespace {

void append(std::vector<std::uint8_t>& bytes, std::int64_t number) {
  for (int byte = 0; byte < 8; ++byte)
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * byte)));
}

void append(std::vector<std::uint8_t>& bytes, const std::vector<std::int64_t>& numbers) {
  for (const std::int64_t number : numbers) append(bytes, number);
}

void append(std::vector<std::uint8_t>& bytes, const Levels& levels) {
  for (const std::int64_t level : {levels.coverage, levels.burden, levels.willingness})
    append(bytes, level);
}

void append(ClearingBytes& bytes, const Cleared& cleared) {
  bytes.places.insert(bytes.places.end(), cleared.assignment.begin(), cleared.assignment.end());
  append(bytes.places, cleared.verdict.reached);
  append(bytes.proof, cleared.certificate.place_prices);
  append(bytes.proof, cleared.certificate.trainee_prices);
  for (const auto& prices : cleared.certificate.room_prices) append(bytes.proof, prices);
  append(bytes.proof, cleared.verdict.bound);
}

struct Series {
  std::uint64_t rounds = 0;
  SmallRoundOptions round;
  ClearOptions clear;
};

Series series_of(std::string_view name) {
  Series series{
      .rounds = 400, .round = {.participants = 12, .tasks = 10, .offers_max = 90}, .clear = {}};
  if (name.starts_with("alike"))
    series.round.has_clashes = series.round.has_lengths = series.round.has_trainees = false;
  if (name.starts_with("medium"))
    series = {
        .rounds = 24, .round = {.participants = 60, .tasks = 50, .offers_max = 900}, .clear = {}};
  if (name.starts_with("large")) {
    series = {.rounds = 1,
              .round = {.participants = 2'500, .tasks = 600, .offers_max = SIZE_MAX},
              .clear = {}};
    series.round.has_clashes = series.round.has_lengths = false;
    return series;
  }
  if (name.ends_with("blocks"))
    series.clear = {.arcs_per_block = name.starts_with("medium") ? 250U : 30U, .threads = 3};
  return series;
}

// Only offers for tasks near in the list stay, so that there is something to cut by.
void keep_near(Instance& instance) {
  constexpr std::uint32_t near = 60;
  const auto tasks = static_cast<std::uint32_t>(instance.tasks.size());
  const auto people = static_cast<std::uint32_t>(instance.participants.size());
  std::erase_if(instance.offers, [&](const Offer& offer) {
    return (offer.task + tasks - offer.participant * tasks / people) % tasks >= near;
  });
}

// One in four of those who have a place gives it back.
Assignment without_one_in_four(Assignment places, core::Random& random) {
  for (std::uint8_t& given : places) {
    if (given != 0 && random.chance(1, 4)) given = 0;
  }
  return places;
}

}  // namespace

ClearingBytes bytes_of(std::string_view name) {
  const Series series = series_of(name);
  ClearingBytes bytes;
  for (std::uint64_t seed = 1; seed <= series.rounds; ++seed) {
    core::Random random(seed);
    SmallRoundOptions options = series.round;
    if (name.starts_with("medium")) {
      options.participants += static_cast<std::size_t>(random.below(91));
      options.has_clashes = seed % 3 != 0;
    }
    Instance instance = make_small_instance(random, options);
    if (name.starts_with("large")) keep_near(instance);
    const Round round = *Round::make(std::move(instance));
    const Cleared cleared = clear_round(round, series.clear);
    if (name != "rematch") {
      append(bytes, cleared);
      continue;
    }
    append(bytes, rematch_round(round, without_one_in_four(cleared.assignment, random)));
  }
  return bytes;
}

}  // namespace commune::clearing::testing
