// `commune evaluate year`: a year of the example commune, shared out three ways.
#include <fmt/core.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "apps/evaluate.h"
#include "apps/subcommand.h"
#include "evaluation/year.h"
#include "evaluation/year_world.h"

namespace commune::apps {
namespace {

struct YearFlags {
  std::string folder = "communes/riverbend";
  evaluation::YearOptions options;
  bool json = false;
};

// Points of minimum places that stay empty although there are calls.
void print_losses(const nlohmann::ordered_json& figures) {
  constexpr std::array causes{
      std::pair{"lost_calls_nobody", "no phone rings for it: nice to have, or open-ended"},
      std::pair{"lost_turned_up", "turned up within the week"},
      std::pair{"lost_without_a_word", "somebody did not come, without a word"},
      std::pair{"lost_told", "somebody told 1 to 3 hours before"},
      std::pair{"lost_unplanned", "nobody was down for it"}};
  constexpr std::array others{
      std::pair{"lost_as_nobody_free", "nobody else who may do it is free"},
      std::pair{"lost_as_no_hours_left", "who is free did all the hours they allow"},
      std::pair{"lost_as_nobody_answered", "somebody could, nobody answered in time"}};
  const auto print = [&figures](const auto& lines) {
    for (const auto& [key, words] : lines)
      fmt::print("{:>8.2f}  {}\n", 100 * figures[key].template get<double>(), words);
  };
  fmt::print("\nof 100 minimum places stay empty with calls, by what was missing last\n");
  print(causes);
  fmt::print("of those for which phones ring, among the commune's people\n");
  print(others);
}

void print_year(const nlohmann::ordered_json& report) {
  fmt::print("{} people, {} weeks, the same people, work and luck each way; {} runs\n\n",
             report["people"].get<int>(), report["weeks"].get<int>(), report["runs"].get<int>());
  fmt::print("{:>24} {:>8} {:>8} {:>8} {:>8} {:>10} {:>8} {:>10}\n", "shared out by", "planned",
             "filled", "wished", "hours", "spread", "most", "violations");
  for (const auto& [name, figures] : report["ways"].items()) {
    const auto figure = [&figures](const char* key) { return figures[key].get<double>(); };
    fmt::print("{:>24} {:>6.1f} % {:>6.1f} % {:>6.1f} % {:>8.2f} {:>10.2f} {:>8.2f} {:>10.0f}\n",
               name, 100 * figure("planned"), 100 * figure("filled"), 100 * figure("wished"),
               figure("hours"), figure("spread"), figure("most_hours"), figure("violations"));
  }
  fmt::print("\nwork done, of each sector's baseline\n");
  for (const auto& [name, figures] : report["ways"].items()) {
    fmt::print("{:>24}", name);
    for (const auto& [key, value] : figures.items()) {
      const bool is_sector = key.starts_with("baseline_") && !key.ends_with("_interval");
      if (is_sector) fmt::print("  {} {:.0f} %", key.substr(9), 100 * value.get<double>());
    }
    fmt::print("\n");
  }
  print_losses(report["ways"]["clearing"]);
  fmt::print(
      "\nwere every task as full as it may be, no-shows would leave {:.1f} % filled; "
      "docs/evaluations.md says what the model assumes\n",
      100 * report["full_crews_filled"].get<double>());
}

core::Result<void> evaluate_year(const YearFlags& flags) {
  const exchange::CommuneFolder folder = TRY(exchange::read_commune_folder(flags.folder));
  const nlohmann::ordered_json report = TRY(evaluation::evaluate_year(folder, flags.options));
  if (flags.json)
    fmt::print("{}\n", report.dump());
  else
    print_year(report);
  return {};
}

}  // namespace

void add_evaluate_year(CLI::App& command) {
  CLI::App* part = command.add_subcommand(
      "year", "A year of a commune: clearings beside free choice and a fixed rota");
  const auto flags = std::make_shared<YearFlags>();
  part->add_option("FOLDER", flags->folder, "A commune as a folder")->capture_default_str();
  part->add_option("--seed", flags->options.seed, "Replays a run")->capture_default_str();
  part->add_option("--runs", flags->options.runs, "Simulated years")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  part->add_option("--weeks", flags->options.weeks, "Weeks of each")
      ->check(CLI::Range(1U, evaluation::year_weeks_max))
      ->capture_default_str();
  const std::map<std::string, evaluation::NoShowLevel> levels{
      {"stretched", evaluation::NoShowLevel::stretched},
      {"folder", evaluation::NoShowLevel::folder}};
  part->add_option("--no-shows", flags->options.no_shows,
                   "10 to 40 % by kind (stretched), or the folder's own")
      ->transform(CLI::CheckedTransformer(levels))
      ->default_str("stretched");
  part->add_flag("--json", flags->json, "JSON on standard output");
  run_when_chosen(*part, [flags] { return evaluate_year(*flags); });
}

}  // namespace commune::apps
