// DIR/demo.json: whom one can be on a demo. The ledger knows these people's keys and names; what
// they are like, and which public seed is theirs, stands here.
#pragma once

#include <vector>

#include "core/error.h"
#include "exchange/commune_folder.h"
#include "gateway/demo_people.h"
#include "node/data_directory.h"

namespace commune::apps {

[[nodiscard]] core::Result<void> write_demo_people(const node::DataPaths& paths,
                                                   const exchange::CommuneFolder& folder);

// Nobody where there is no such file.
[[nodiscard]] core::Result<std::vector<gateway::DemoPerson>> read_demo_people(
    const node::DataPaths& paths);

}  // namespace commune::apps
