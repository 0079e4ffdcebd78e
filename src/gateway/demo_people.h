// Whom one can be on a demo: what the ledger does not know of its invented people. `commune init`
// keeps it beside the log as JSON, `commune serve` hands it to the gateway.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "gateway/json_writer.h"
#include "ledger/state.h"

namespace commune::gateway {

struct DemoPerson {
  std::string slug;  // names the person's public root seed
  std::string about;
  std::vector<std::string> interests;    // skills
  std::vector<std::string> aspirations;  // skills
  std::string availability;              // "mornings, weekends"
};

// [{"slug":"ada","about":"Repairs everything.","interests":["plumbing"],"aspirations":[],
//   "availability":"evenings"}]; all but slug and about may be missing
[[nodiscard]] std::string encode_demo_people(const std::vector<DemoPerson>& people);
[[nodiscard]] core::Result<std::vector<DemoPerson>> parse_demo_people(std::string_view json);

// Those of `people` who are members now, with name and guilds as the ledger has them.
void write_demo_people(JsonWriter& json, const ledger::State& state,
                       const std::vector<DemoPerson>& people);

}  // namespace commune::gateway
