// `commune evaluate calls`: urgent calls, and how many people are disturbed for them.
#include <fmt/core.h>

#include <memory>

#include "apps/evaluate.h"
#include "apps/subcommand.h"
#include "evaluation/calls.h"

namespace commune::apps {
namespace {

struct CallsFlags {
  evaluation::CallsOptions options;
  bool json = false;
};

void print_calls(const nlohmann::ordered_json& report) {
  fmt::print("{} people in three communes, two urgent calls a day for {} weeks; {} runs\n",
             report["people"].get<int>(), report["weeks"].get<int>(), report["runs"].get<int>());
  for (const auto& level : report["levels"]) {
    const bool is_heard = level["reading"] == "heard";
    fmt::print("\n{:.0f} % of {}\n", 100 * level["wanted"].get<double>(),
               is_heard ? "the pings that somebody hears are accepted"
                        : "calls are answered where everybody is told");
    fmt::print("{:>12} {:>8} {:>18} {:>12} {:>12} {:>12} {:>8} {:>8}\n", "told", "filled",
               "against everybody", "pings a day", "most a week", "over budget", "minutes",
               "in vain");
    for (const auto& [name, figures] : level["policies"].items()) {
      const auto figure = [&figures](const char* key) { return figures[key].get<double>(); };
      fmt::print("{:>12} {:>6.1f} % {:>+16.1f} % {:>12.2f} {:>12.1f} {:>12.0f} {:>8.0f} {:>8.1f}\n",
                 name, 100 * figure("filled"), 100 * figure("filled_against_everybody"),
                 figure("pings_a_day"), figure("most_pings_week"), figure("above_budget"),
                 figure("minutes"), figure("in_vain"));
    }
  }
  fmt::print("\npings a day and person; docs/evaluations.md says what the model assumes\n");
}

core::Result<void> evaluate_calls(const CallsFlags& flags) {
  const nlohmann::ordered_json report = evaluation::evaluate_calls(flags.options);
  if (flags.json)
    fmt::print("{}\n", report.dump());
  else
    print_calls(report);
  return {};
}

}  // namespace

void add_evaluate_calls(CLI::App& command) {
  CLI::App* part = command.add_subcommand(
      "calls", "Urgent calls: devices that decide alone beside telling everybody");
  const auto flags = std::make_shared<CallsFlags>();
  part->add_option("--seed", flags->options.seed, "Replays a run")->capture_default_str();
  part->add_option("--runs", flags->options.runs, "Simulated worlds")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  part->add_option("--weeks", flags->options.weeks, "Counted weeks of each")
      ->check(CLI::Range(1, 520))
      ->capture_default_str();
  part->add_flag("--json", flags->json, "JSON on standard output");
  run_when_chosen(*part, [flags] { return evaluate_calls(*flags); });
}

}  // namespace commune::apps
