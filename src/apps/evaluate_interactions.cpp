// `commune evaluate interactions FILE.csv`: how well the next interactions of people are predicted;
// `simulate-tastes` and `simulate-willing` write such files for people who do not exist.
#include "evaluation/evaluate_interactions.h"

#include <fmt/core.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "apps/evaluate.h"
#include "apps/subcommand.h"
#include "evaluation/simulated_interactions.h"
#include "node/file.h"

namespace commune::apps {
namespace {

struct InteractionsFlags {
  std::string file;
  evaluation::InteractionsOptions options;
  bool json = false;
};

std::string with_interval(const nlohmann::ordered_json& model, const std::string& name) {
  if (model[name].is_null()) return "-";
  const auto& interval = model[name + "_interval"];
  return fmt::format("{:.3f} ({:.3f} to {:.3f})", model[name].get<double>(),
                     interval[0].get<double>(), interval[1].get<double>());
}

void print_interactions(const nlohmann::ordered_json& report) {
  fmt::print("{} interactions, {} users, {} items; {} users held out\n\n",
             report["interactions"].get<std::size_t>(), report["users"].get<std::size_t>(),
             report["items"].get<std::size_t>(), report["held_out"].get<std::size_t>());
  constexpr std::array columns{"ndcg_100", "recall_20", "auc", "cold_auc"};
  fmt::print("{:<12}{:<26}{:<26}{:<26}{:<26}\n", "", "NDCG@100", "Recall@20", "AUC",
             "AUC, new items");
  for (const auto& [name, model] : report["models"].items()) {
    fmt::print("{:<12}", name);
    for (const char* column : columns) fmt::print("{:<26}", with_interval(model, column));
    fmt::print("\n");
  }
  fmt::print("\nNDCG@100 above EASE: {}; docs/evaluations.md says how it is measured\n",
             with_interval(report, "ndcg_100_above_ease"));
}

core::Result<void> evaluate_interactions(const InteractionsFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const auto interactions = TRY(evaluation::parse_interactions(core::as_text(bytes), flags.file));
  const auto report = TRY(evaluation::evaluate_interactions(interactions, flags.options));
  if (flags.json)
    fmt::print("{}\n", report.dump());
  else
    print_interactions(report);
  return {};
}

struct SimulateFlags {
  std::string shifts;
  std::string volunteers;
  evaluation::SimulatedPeople simulated;
};

core::Result<void> simulate_willing(const SimulateFlags& flags) {
  const core::Bytes shifts = TRY(node::read_file(flags.shifts));
  const core::Bytes volunteers = TRY(node::read_file(flags.volunteers));
  const auto imported = TRY(exchange::parse_shifts(core::as_text(shifts), flags.shifts));
  auto taken = TRY(evaluation::parse_volunteers(core::as_text(volunteers), flags.volunteers));
  fmt::print("{}",
             evaluation::simulate_willing(
                 imported, evaluation::make_camp(imported, std::move(taken)), flags.simulated));
  return {};
}

void add_simulated(CLI::App& part, const std::shared_ptr<SimulateFlags>& flags) {
  part.add_option("--seed", flags->simulated.seed, "Another seed, other people")
      ->capture_default_str();
  part.add_option("--people", flags->simulated.people, "How many")
      ->check(CLI::Range(1, 20'000))
      ->capture_default_str();
}

}  // namespace

void add_evaluate_interactions(CLI::App& command) {
  CLI::App* part = command.add_subcommand(
      "interactions", "Predict what people take next: our model, EASE and popularity");
  const auto flags = std::make_shared<InteractionsFlags>();
  part->add_option("FILE", flags->file, "CSV: user,item,value,time, user_..., item_...")
      ->required();
  part->add_option("--seed", flags->options.seed, "Replays a run")->capture_default_str();
  part->add_flag("--json", flags->json, "JSON on standard output");
  run_when_chosen(*part, [flags] { return evaluate_interactions(*flags); });

  CLI::App* tastes = command.add_subcommand(
      "simulate-tastes", "CSV of people whose liking follows what a task is like");
  const auto of_tastes = std::make_shared<SimulateFlags>();
  add_simulated(*tastes, of_tastes);
  run_when_chosen(*tastes, [of_tastes]() -> core::Result<void> {
    fmt::print("{}", evaluation::simulate_tastes(of_tastes->simulated));
    return {};
  });

  CLI::App* willing = command.add_subcommand(
      "simulate-willing", "CSV of the simulated people of a camp and its real shifts");
  const auto of_camp = std::make_shared<SimulateFlags>();
  willing->add_option("SHIFTS", of_camp->shifts, "Shift.json of a camp's public export")
      ->required();
  willing->add_option("VOLUNTEERS", of_camp->volunteers, "Volunteer.json of the same export")
      ->required();
  add_simulated(*willing, of_camp);
  run_when_chosen(*willing, [of_camp] { return simulate_willing(*of_camp); });
}

}  // namespace commune::apps
