// Founds a demo commune from its folder and makes up its past: people join, guilds form, eight
// weeks of work are posted, taken, done and talked about, by seeded chance alone. Everything goes
// through the ledger, so a made-up past cannot break its rules.
#pragma once

#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/time.h"
#include "exchange/commune_folder.h"
#include "model/genesis.h"
#include "trust/signature.h"

namespace commune::exchange {

// The commands of one block, as they would have been posted.
struct PastBlock {
  core::Time time;
  std::vector<core::Bytes> commands;  // encoded SignedEnvelope
};

struct FoundedCommune {
  model::Genesis genesis;
  std::vector<PastBlock> past;  // ascending in time, all before `now`
};

// The genesis alone: for a folder without a history. `invitations` are the founders'.
[[nodiscard]] model::Genesis make_genesis(const CommuneFolder& folder, core::Time founded_at,
                                          const model::PublicKey& keeper,
                                          std::vector<model::Invitation> invitations);

// Errors: invalid, where the folder has no history, an unknown zone, or a recurrence that is
// refused.
[[nodiscard]] core::Result<FoundedCommune> make_demo_commune(const CommuneFolder& folder,
                                                             const trust::SigningKey& keeper,
                                                             core::Time now);

}  // namespace commune::exchange
