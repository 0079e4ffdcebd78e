// DIR/founders.invitation: the secret half of the founders' invitation, 32 bytes, mode 0600, so
// that its link can be printed again. Whoever can read it can read the keeper's key beside it, too.
#pragma once

#include "core/error.h"
#include "node/data_directory.h"
#include "trust/signature.h"

namespace commune::apps {

[[nodiscard]] core::Result<void> write_founders_invitation(const node::DataPaths& paths,
                                                           const trust::Seed& seed);
// not_found on a demo, which has none.
[[nodiscard]] core::Result<trust::Seed> read_founders_invitation(const node::DataPaths& paths);

}  // namespace commune::apps
