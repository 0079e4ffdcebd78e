// `commune export DIR OUT`: everything the commune holds in common, in open formats.
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>

#include "apps/subcommand.h"
#include "exchange/export.h"
#include "node/open_replay.h"

namespace commune::apps {
namespace {

struct ExportFlags {
  std::string directory;
  std::string out;
};

core::Result<void> write_export(const ExportFlags& flags) {
  const node::Replay replay = TRY(node::read_commune(flags.directory));
  const core::Time now = std::max(core::SystemClock().now(), replay.tip().time);
  const exchange::Exported written =
      TRY(exchange::export_commune(replay.state(), replay.tip().height, now, flags.out));
  fmt::print("{} holds {} records and {} calendars as of block {}, {} bytes.\n", flags.out,
             written.records, written.calendars, replay.tip().height.value, written.bytes);
  return {};
}

}  // namespace

void add_export(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "export", "Write everything as JSON lines and calendars, also while it is served");
  const auto flags = std::make_shared<ExportFlags>();
  command->add_option("DIR", flags->directory, "The commune's data directory")->required();
  command->add_option("OUT", flags->out, "The folder to make")->required();
  run_when_chosen(*command, [flags] { return write_export(*flags); });
}

}  // namespace commune::apps
