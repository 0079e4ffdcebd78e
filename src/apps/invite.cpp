// `commune invite DIR`: prints the founders' invitation again, for another address or because it
// was lost. Members invite from the app; this one is for those who come first.
#include <fmt/core.h>

#include <memory>
#include <string>

#include "apps/founders_file.h"
#include "apps/invitation_link.h"
#include "apps/subcommand.h"
#include "node/open_replay.h"

namespace commune::apps {
namespace {

struct InviteFlags {
  std::string directory;
  std::string origin = "http://127.0.0.1:8080";
};

core::Result<void> require_valid(const model::Invitation* invitation, core::Time now) {
  const auto refuse = [](std::string_view why) {
    return core::fail(core::ErrorCode::invalid,
                      fmt::format("the founders' invitation {}; members invite from the app", why));
  };
  if (invitation == nullptr) return refuse("is not known to this commune");
  if (invitation->revoked) return refuse("was taken back");
  if (invitation->uses >= invitation->uses_max) return refuse("is used up");
  if (invitation->expires_at <= now) return refuse("has run out");
  return {};
}

core::Result<void> invite(const InviteFlags& flags) {
  const node::Replay replay = TRY(node::read_commune(flags.directory));
  const trust::Seed seed = TRY(read_founders_invitation(node::DataPaths{flags.directory}));
  const auto key = trust::SigningKey(seed).public_key();
  const model::Invitation* invitation = replay.state().invitations().find(key);
  TRY_VOID(require_valid(invitation, core::SystemClock().now()));
  print_invitation(flags.origin, seed);
  fmt::print("\n{} of {} uses are left. Keep it secret.\n", invitation->uses_max - invitation->uses,
             invitation->uses_max);
  return {};
}

}  // namespace

void add_invite(CLI::App& program) {
  CLI::App* command = program.add_subcommand("invite", "Print the founders' invitation again");
  const auto flags = std::make_shared<InviteFlags>();
  command->add_option("DIR", flags->directory, "The commune's data directory")->required();
  command->add_option("--origin", flags->origin, "The address under which phones reach the commune")
      ->capture_default_str();
  run_when_chosen(*command, [flags] { return invite(*flags); });
}

}  // namespace commune::apps
