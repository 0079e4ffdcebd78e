#include <fmt/core.h>

#include "apps/subcommand.h"

namespace commune::apps {

void add_version(CLI::App& program) {
  CLI::App* version = program.add_subcommand("version", "Print the version");
  run_when_chosen(*version, []() -> core::Result<void> {
    fmt::print("commune {}\n", COMMUNE_VERSION);
    return {};
  });
}

}  // namespace commune::apps
