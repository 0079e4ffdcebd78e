// `commune init DIR`: founds a commune, from a folder like communes/riverbend or from a few
// answers.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/demo_file.h"
#include "apps/founders_file.h"
#include "apps/invitation_link.h"
#include "apps/questions.h"
#include "apps/subcommand.h"
#include "calendar/zone.h"
#include "exchange/commune_folder.h"
#include "exchange/demo_history.h"
#include "node/founding.h"
#include "trust/signature.h"

namespace commune::apps {
namespace {

constexpr core::Seconds founders_invitation_life = core::days(90);
constexpr std::uint32_t founders_invitation_uses = 12;

struct InitFlags {
  std::string directory;
  std::string from;
  std::string name;
  std::string zone;
  std::string origin = "http://127.0.0.1:8080";
};

core::Result<node::Founding> found_demo(const exchange::CommuneFolder& folder, core::Time now) {
  const trust::Seed keeper_seed = trust::make_seed();
  const trust::SigningKey keeper(keeper_seed);
  auto made = TRY(exchange::make_demo_commune(folder, keeper, now));
  node::Founding founding{
      .genesis = std::move(made.genesis), .keeper_seed = keeper_seed, .history = {}};
  for (exchange::PastBlock& block : made.past) {
    for (core::Bytes& command : block.commands) {
      founding.history.push_back({block.time, std::move(command)});
    }
  }
  return founding;
}

struct RealFounding {
  node::Founding founding;
  trust::Seed invitation;
};

RealFounding found_real(const exchange::CommuneFolder& folder, core::Time now) {
  const trust::Seed keeper_seed = trust::make_seed();
  const trust::Seed invitation = trust::make_seed();
  const model::Invitation founders{.invitation_key = trust::SigningKey(invitation).public_key(),
                                   .expires_at = now + founders_invitation_life,
                                   .uses_max = founders_invitation_uses};
  return {{.genesis = exchange::make_genesis(
               folder, now, trust::SigningKey(keeper_seed).public_key(), {founders}),
           .keeper_seed = keeper_seed,
           .history = {}},
          invitation};
}

core::Result<exchange::CommuneFolder> folder_of(const InitFlags& flags) {
  if (!flags.from.empty()) return exchange::read_commune_folder(flags.from);
  return ask_for_commune(flags.name, flags.zone, std::cin, std::cout, isatty(STDIN_FILENO) != 0);
}

core::Result<void> init(const InitFlags& flags) {
  const core::Time now = core::SystemClock().now();
  const exchange::CommuneFolder folder = TRY(folder_of(flags));
  static_cast<void>(TRY(calendar::Zone::open(folder.zone)));
  if (folder.demo && folder.history) {
    const auto founding = TRY(found_demo(folder, now));
    const auto founded = TRY(node::found_commune(flags.directory, founding));
    TRY_VOID(write_demo_people(node::DataPaths{flags.directory}, folder));
    fmt::print("{} is founded in {}: {} people, {} commands of made-up history, height {}.\n",
               folder.name, flags.directory, folder.people.size(), founding.history.size(),
               founded.height.value);
    fmt::print("This is a demo: the keys of its people are public. Next: commune serve {}\n",
               flags.directory);
    return {};
  }
  const RealFounding real = found_real(folder, now);
  TRY_VOID(node::found_commune(flags.directory, real.founding));
  TRY_VOID(write_founders_invitation(node::DataPaths{flags.directory}, real.invitation));
  fmt::print("{} is founded in {}.\n\n", folder.name, flags.directory);
  print_invitation(flags.origin, real.invitation);
  fmt::print(
      "\nIt serves up to {} founders within 90 days; each makes a key of their own. Keep it "
      "secret.\n"
      "Next: commune serve {}\n",
      founders_invitation_uses, flags.directory);
  return {};
}

}  // namespace

void add_init(CLI::App& program) {
  CLI::App* command = program.add_subcommand("init", "Found a commune in a new folder");
  const auto flags = std::make_shared<InitFlags>();
  command->add_option("DIR", flags->directory, "The folder to make")->required();
  command->add_option("--from", flags->from,
                      "A folder that describes the commune, for example communes/riverbend");
  command->add_option("--name", flags->name, "The commune's name");
  command->add_option("--zone", flags->zone, "Its time zone, for example Europe/Lisbon");
  command->add_option("--origin", flags->origin,
                      "The address under which phones will reach it, for the invitation link");
  run_when_chosen(*command, [flags] { return init(*flags); });
}

}  // namespace commune::apps
