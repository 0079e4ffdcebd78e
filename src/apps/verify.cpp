// `commune verify DIR`: reads the whole log again and believes nothing.
#include <fmt/core.h>

#include <memory>
#include <string>

#include "apps/subcommand.h"
#include "node/verify_log.h"

namespace commune::apps {
namespace {

struct VerifyFlags {
  std::string directory;
  bool json = false;
};

core::Result<void> verify(const VerifyFlags& flags) {
  const node::Verified verified = TRY(node::verify_commune(flags.directory));
  if (flags.json) {
    fmt::print("{{\"height\":{},\"digest\":\"{}\",\"commands\":{}}}\n", verified.height.value,
               verified.digest.hex(), verified.commands);
  } else {
    fmt::print("All is well: {} commands in {} blocks.\nheight {}\ndigest {}\n", verified.commands,
               verified.height.value, verified.height.value, verified.digest.hex());
  }
  return {};
}

}  // namespace

void add_verify(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "verify", "Check every block, signature and digest; served or not, nothing is changed");
  const auto flags = std::make_shared<VerifyFlags>();
  command->add_option("DIR", flags->directory, "The commune's data directory")->required();
  command->add_flag("--json", flags->json, "One line of JSON");
  run_when_chosen(*command, [flags] { return verify(*flags); });
}

}  // namespace commune::apps
