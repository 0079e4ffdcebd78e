// `commune clearing solve|check FILE`: shares a round's places out, or checks somebody's result.
#include <fmt/core.h>

#include <memory>
#include <string>

#include "apps/subcommand.h"
#include "exchange/clearing_file.h"
#include "node/file.h"

namespace commune::apps {
namespace {

struct ClearingFlags {
  std::string file;
  bool json = false;
};

// "All 12 minimum places that can be covered are covered" and so on: what a verdict means.
void print_verdict(const clearing::Verdict& verdict) {
  fmt::print("coverage {} of at most {}\nburden {}, willingness {}\n", verdict.reached.coverage,
             verdict.bound.coverage, verdict.reached.burden, verdict.reached.willingness);
  if (verdict.is_optimal()) {
    fmt::print("proven: no other way to share these places is better\n");
  } else if (verdict.reached.coverage == verdict.bound.coverage) {
    fmt::print("proven: no other way covers more; burden is at least {}\n", verdict.bound.burden);
  } else {
    fmt::print("not proven to be the best: at most {} more could be covered\n",
               verdict.bound.coverage - verdict.reached.coverage);
  }
}

void print_shortages(const nlohmann::ordered_json& shortages) {
  for (const auto& shortage : shortages) {
    std::string tasks;
    for (const auto& task : shortage["tasks"]) {
      tasks += (tasks.empty() ? "" : ", ") + task.get<std::string>();
    }
    std::string required;
    for (const auto& certificate : shortage["requires"]) {
      required += (required.empty() ? " who hold " : " and ") + certificate.get<std::string>();
    }
    fmt::print("{} lack {} people{}: {} places, {} people offered\n", tasks,
               shortage["lacks"].get<int>(), required, shortage["places_needed"].get<int>(),
               shortage["people_offering"].get<int>());
  }
}

core::Result<void> solve(const ClearingFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const std::string_view text = core::as_text(bytes);
  const clearing::Round round = TRY(exchange::parse_round(text, flags.file));
  const clearing::Cleared cleared = clearing::clear_round(round);
  const nlohmann::ordered_json file =
      exchange::encode_clearing(nlohmann::ordered_json::parse(text), round, cleared);
  if (flags.json) {
    fmt::print("{}\n", file.dump());
    return {};
  }
  for (const auto& place : file["places"]) {
    fmt::print("{}\t{}\t{}\n", place["task"].get<std::string>(),
               place["participant"].get<std::string>(), place["as"].get<std::string>());
  }
  print_verdict(cleared.verdict);
  print_shortages(file["shortages"]);
  return {};
}

core::Result<void> check(const ClearingFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const std::string_view text = core::as_text(bytes);
  const exchange::ClearingFile file = TRY(exchange::parse_clearing(text, flags.file));
  const clearing::Verdict verdict = TRY(exchange::check_clearing(file));
  if (flags.json) {
    fmt::print("{{\"valid\":true,\"optimal\":{},\"coverage\":{},\"coverage_bound\":{}}}\n",
               verdict.is_optimal(), verdict.reached.coverage, verdict.bound.coverage);
  } else {
    print_verdict(verdict);
  }
  return {};
}

}  // namespace

void add_clearing(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "clearing", "Share the places of a round out, and check how somebody shared them");
  command->require_subcommand(1);
  const auto flags = std::make_shared<ClearingFlags>();
  const auto add = [&](const char* name, const char* about, const char* file, Action action) {
    CLI::App* part = command->add_subcommand(name, about);
    part->add_option("FILE", flags->file, file)->required();
    part->add_flag("--json", flags->json, "JSON on standard output");
    run_when_chosen(*part, std::move(action));
  };
  add("solve", "Share a round out; its result carries its proof", "A round (commune-round/1)",
      [flags] { return solve(*flags); });
  add("check", "Check a result with its own proof; nothing is solved again",
      "A result of solve --json (commune-clearing/1)", [flags] { return check(*flags); });
}

}  // namespace commune::apps
