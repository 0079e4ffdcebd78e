// `commune backup DIR FILE` and `commune restore FILE DIR`.
#include <fmt/core.h>

#include <memory>
#include <string>

#include "apps/subcommand.h"
#include "node/backup.h"

namespace commune::apps {
namespace {

struct BackupFlags {
  std::string from;
  std::string to;
};

core::Result<void> make_backup(const BackupFlags& flags) {
  const node::BackedUp made = TRY(node::back_up(flags.from, flags.to));
  fmt::print(
      "{} holds the commune up to block {}, with the key of its keeper: store it as safely "
      "as {}.\n",
      flags.to, made.height.value, flags.from);
  return {};
}

core::Result<void> restore_backup(const BackupFlags& flags) {
  const node::BackedUp made = TRY(node::restore(flags.from, flags.to));
  fmt::print("{} is restored up to block {}. Next: commune serve {}\n", flags.to, made.height.value,
             flags.to);
  return {};
}

}  // namespace

void add_backup(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("backup", "Copy a commune into one file, also while it is served");
  const auto flags = std::make_shared<BackupFlags>();
  command->add_option("DIR", flags->from, "The commune's data directory")->required();
  command->add_option("FILE", flags->to, "The file to write or replace")->required();
  run_when_chosen(*command, [flags] { return make_backup(*flags); });
}

void add_restore(CLI::App& program) {
  CLI::App* command = program.add_subcommand("restore", "Make a data directory of a backup");
  const auto flags = std::make_shared<BackupFlags>();
  command->add_option("FILE", flags->from, "The backup")->required();
  command->add_option("DIR", flags->to, "The folder to make")->required();
  run_when_chosen(*command, [flags] { return restore_backup(*flags); });
}

}  // namespace commune::apps
