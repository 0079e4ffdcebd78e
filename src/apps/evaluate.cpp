// `commune evaluate emf|gmission|interactions|calls|year`: what matching would have done, measured.
#include "apps/evaluate.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>

#include "apps/subcommand.h"
#include "evaluation/emf.h"
#include "evaluation/gmission.h"
#include "node/file.h"

namespace commune::apps {
namespace {

struct EmfFlags {
  std::string shifts;
  std::string volunteers;
  evaluation::EmfOptions options;
  bool json = false;
};

std::string percent(const nlohmann::ordered_json& share) {
  return fmt::format("{:.1f} %", 100 * share.get<double>());
}

void print_emf(const nlohmann::ordered_json& report) {
  const auto& free = report["free_choice"];
  fmt::print("{} shifts, {} people, nobody takes more shifts than in reality; {} runs\n\n",
             report["shifts"].get<int>(), report["volunteers"].get<int>(),
             report["runs"].get<int>());
  fmt::print("minimum places covered, people choosing freely: {} in reality, {} in the model\n\n",
             percent(free["real"]), percent(free["min_covered"]));
  fmt::print("{:>12} {:>9} {:>9} {:>14} {:>9} {:>10} {:>8} {:>8}\n", "willing for", "covered",
             "at most", "after refusals", "at most", "below min.", "liking", "seconds");
  for (const auto& level : report["levels"]) {
    fmt::print("{:>12} {:>9} {:>9} {:>14} {:>9} {:>10} {:>8.2f} {:>8.2f}\n",
               percent(level["willing"]), percent(level["min_covered"]), percent(level["optimum"]),
               percent(level["after_refusals"]), percent(level["optimum_after_refusals"]),
               percent(level["shifts_below_minimum"]), level["liking"].get<double>(),
               level["seconds"].get<double>());
  }
  fmt::print(
      "\nliking when choosing freely: {:.2f}; docs/evaluations.md says what the model assumes\n",
      free["liking"].get<double>());
}

core::Result<void> evaluate_emf(const EmfFlags& flags) {
  const core::Bytes shifts = TRY(node::read_file(flags.shifts));
  const core::Bytes volunteers = TRY(node::read_file(flags.volunteers));
  const auto imported = TRY(exchange::parse_shifts(core::as_text(shifts), flags.shifts));
  auto taken = TRY(evaluation::parse_volunteers(core::as_text(volunteers), flags.volunteers));
  const evaluation::Camp camp = evaluation::make_camp(imported, std::move(taken));
  const nlohmann::ordered_json report = evaluation::evaluate_emf(camp, flags.options);
  if (flags.json)
    fmt::print("{}\n", report.dump());
  else
    print_emf(report);
  return {};
}

void add_emf(CLI::App& command) {
  CLI::App* part = command.add_subcommand(
      "emf", "A camp's shifts: free choice beside a clearing of the same people");
  const auto flags = std::make_shared<EmfFlags>();
  part->add_option("SHIFTS", flags->shifts, "Shift.json of a camp's public export")->required();
  part->add_option("VOLUNTEERS", flags->volunteers, "Volunteer.json of the same export")
      ->required();
  part->add_option("--seed", flags->options.seed, "Replays a run")->capture_default_str();
  part->add_option("--runs", flags->options.runs, "Simulated camps")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  part->add_flag("--json", flags->json, "JSON on standard output");
  run_when_chosen(*part, [flags] { return evaluate_emf(*flags); });
}

struct GmissionFlags {
  std::string file;
  std::uint64_t seed = 1;
  bool json = false;
};

core::Result<void> evaluate_gmission(const GmissionFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const auto file = TRY(evaluation::parse_gmission(core::as_text(bytes), flags.file));
  const evaluation::GmissionScore score = evaluation::evaluate_gmission(file, flags.seed);
  if (flags.json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"optimum", score.optimum},
                                              {"online", score.online},
                                              {"greedy", score.greedy},
                                              {"optimum_seconds", score.optimum_seconds}}
                           .dump());
    return {};
  }
  const auto share = [&](double utility) { return 100 * utility / std::max(score.optimum, 1e-9); };
  fmt::print("optimum  {:10.4f}   all known beforehand; found in {:.1f} ms\n", score.optimum,
             1000 * score.optimum_seconds);
  fmt::print("online   {:10.4f}   {:.1f} %, one by one, with simulated futures\n", score.online,
             share(score.online));
  fmt::print("greedy   {:10.4f}   {:.1f} %, one by one, the best that is there\n", score.greedy,
             share(score.greedy));
  return {};
}

void add_gmission(CLI::App& command) {
  CLI::App* part = command.add_subcommand(
      "gmission", "One arrival order of the gMission data: online beside greedy and the optimum");
  const auto flags = std::make_shared<GmissionFlags>();
  part->add_option("FILE", flags->file, "A file of the data set")->required();
  part->add_option("--seed", flags->seed, "Replays a run")->capture_default_str();
  part->add_flag("--json", flags->json, "JSON on standard output");
  run_when_chosen(*part, [flags] { return evaluate_gmission(*flags); });
}

}  // namespace

void add_evaluate(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "evaluate", "Measure what matching does for people, with its peers beside it");
  command->require_subcommand(1);
  add_emf(*command);
  add_gmission(*command);
  add_evaluate_calls(*command);
  add_evaluate_year(*command);
  add_evaluate_interactions(*command);
}

}  // namespace commune::apps
