// `commune import emf FILE DIR` and `commune import csv FILE DIR`: work from elsewhere, posted by
// the commune's keeper. Read and checked as a whole before the first command; importing the same
// file again posts nothing twice.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "apps/subcommand.h"
#include "calendar/zone.h"
#include "core/slug.h"
#include "exchange/csv_tasks.h"
#include "exchange/emf_shifts.h"
#include "exchange/import_plan.h"
#include "node/file.h"
#include "node/node.h"

namespace commune::apps {
namespace {

constexpr std::size_t commands_at_once_max = 2000;

struct ImportFlags {
  std::string file;
  std::string directory;
  std::string zone;
  std::string guild;
  std::string sector;
  bool json = false;
};

std::string file_name(const ImportFlags& flags) {
  return std::filesystem::path(flags.file).filename().string();
}

core::Result<void> as_result(const node::Outcome& outcome) {
  if (const auto* error = std::get_if<core::Error>(&outcome)) return std::unexpected(*error);
  const auto* refused = std::get_if<node::Refused>(&outcome);
  if (refused == nullptr) return {};
  const auto& row = ledger::row_of(refused->rejection);
  return core::fail(
      core::ErrorCode::invalid,
      fmt::format("a part of the import was refused ({}): {}", row.name, row.sentence));
}

core::Result<void> post_all(node::Node& node, const std::vector<model::Command>& commands) {
  for (std::size_t first = 0; first < commands.size(); first += commands_at_once_max) {
    std::vector<std::future<node::Outcome>> answers;
    const std::size_t last = std::min(first + commands_at_once_max, commands.size());
    for (std::size_t i = first; i < last; ++i) {
      auto promise = std::make_shared<std::promise<node::Outcome>>();
      answers.push_back(promise->get_future());
      node.submit_as_keeper(commands[i], [promise](node::Outcome outcome) {
        promise->set_value(std::move(outcome));
      });
    }
    for (auto& answer : answers) TRY_VOID(as_result(answer.get()));
  }
  return {};
}

core::Result<std::unique_ptr<node::Node>> open_node(const ImportFlags& flags) {
  node::NodeOptions options;
  options.run_keeper = false;
  return node::Node::open(flags.directory, options);
}

core::Result<calendar::Zone> zone_for(const ImportFlags& flags, const node::Node& node) {
  if (!flags.zone.empty()) return calendar::Zone::open(flags.zone);
  return calendar::Zone::open(
      node.read([](const ledger::State& state) { return state.commune().zone; }));
}

// What only a file of shifts has.
struct ShiftFigures {
  std::set<std::string> roles;
  std::set<std::string> venues;
  std::uint64_t places_min = 0;
  std::uint64_t places_covered = 0;  // of the minimum
};

ShiftFigures figures_of(const std::vector<exchange::ImportedShift>& shifts) {
  ShiftFigures figures;
  for (const auto& shift : shifts) {
    figures.roles.insert(shift.role);
    if (!shift.venue.empty()) figures.venues.insert(shift.venue);
    figures.places_min += shift.people_min;
    figures.places_covered += std::min(shift.people_min, shift.signed_up);
  }
  return figures;
}

void print_outcome(const ImportFlags& flags, const exchange::ImportPlan& plan,
                   const std::string& more_json) {
  if (flags.json) {
    fmt::print(
        "{{\"tasks\":{},\"places_min\":{},\"places_max\":{},\"signed_up\":{}{},\"posted\":{},"
        "\"known\":{},\"left_out\":{}}}\n",
        plan.tasks, plan.places_min, plan.places_max, plan.signed_up, more_json, plan.posted,
        plan.known, plan.left_out);
    return;
  }
  fmt::print("{} tasks with {} to {} places: {} posted, {} here already, {} left out.\n",
             plan.tasks, plan.places_min, plan.places_max, plan.posted, plan.known, plan.left_out);
}

core::Result<exchange::ImportHome> home_for(const ImportFlags& flags, const node::Node& node) {
  const auto guild = model::GuildId::parse(core::slug_from(flags.guild));
  const auto sector = node.read([&](const ledger::State& state) {
    return flags.sector.empty() ? state.sectors().begin()->first
                                : model::SectorId::parse(flags.sector).value_or(model::SectorId{});
  });
  if (!guild || sector.empty()) {
    return core::fail(core::ErrorCode::invalid, "--sector names a sector of the commune");
  }
  return exchange::ImportHome{*guild, flags.guild, sector};
}

core::Result<void> import_emf(const ImportFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const auto shifts = TRY(exchange::parse_shifts(core::as_text(bytes), file_name(flags)));
  const auto node = TRY(open_node(flags));
  const auto zone = TRY(zone_for(flags, *node));
  const auto home = TRY(home_for(flags, *node));
  const core::Time now = node->now();
  const auto plan = TRY(node->read([&](const ledger::State& state) {
    return exchange::plan_shifts(shifts, state, zone, home, now);
  }));
  TRY_VOID(post_all(*node, plan.commands));
  const ShiftFigures figures = figures_of(shifts);
  print_outcome(flags, plan,
                fmt::format(",\"places_covered\":{},\"roles\":{},\"venues\":{}",
                            figures.places_covered, figures.roles.size(), figures.venues.size()));
  return {};
}

core::Result<void> import_csv(const ImportFlags& flags) {
  const core::Bytes bytes = TRY(node::read_file(flags.file));
  const auto tasks = TRY(exchange::parse_tasks(core::as_text(bytes), file_name(flags)));
  const auto node = TRY(open_node(flags));
  const auto zone = TRY(zone_for(flags, *node));
  const core::Time now = node->now();
  const auto plan = TRY(node->read([&](const ledger::State& state) {
    return exchange::plan_tasks(tasks, state, zone, file_name(flags), now);
  }));
  TRY_VOID(post_all(*node, plan.commands));
  print_outcome(flags, plan, "");
  return {};
}

void add_common(CLI::App& command, ImportFlags& flags) {
  command.add_option("FILE", flags.file, "The file to read")->required();
  command.add_option("DIR", flags.directory, "The commune's data directory")->required();
  command.add_option("--zone", flags.zone, "The time zone of its times; the commune's by default");
  command.add_flag("--json", flags.json, "One line of JSON");
}

}  // namespace

void add_import(CLI::App& program) {
  CLI::App* import = program.add_subcommand("import", "Post work that stands in a file");
  import->require_subcommand(1);

  CLI::App* emf = import->add_subcommand("emf", "Shifts of an EMF camp, exports/…/Shift.json");
  const auto emf_flags = std::make_shared<ImportFlags>();
  emf_flags->guild = "EMF volunteers";
  add_common(*emf, *emf_flags);
  emf->add_option("--guild", emf_flags->guild,
                  "The guild that gets them; founded where it is missing")
      ->capture_default_str();
  emf->add_option("--sector", emf_flags->sector, "The sector of that guild; by default the first");
  run_when_chosen(*emf, [emf_flags] { return import_emf(*emf_flags); });

  CLI::App* csv = import->add_subcommand("csv", "A sheet with one task a row; see docs/csv.md");
  const auto csv_flags = std::make_shared<ImportFlags>();
  add_common(*csv, *csv_flags);
  run_when_chosen(*csv, [csv_flags] { return import_csv(*csv_flags); });
}

}  // namespace commune::apps
