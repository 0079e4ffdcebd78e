// The clearing that a ledger keeps of a round, as anybody can check it: the file that `commune
// clearing check` reads, and the parts that it is made of.
#pragma once

#include <nlohmann/json.hpp>

#include "clearing/clear.h"
#include "clearing/round.h"
#include "core/error.h"
#include "model/round.h"

namespace commune::exchange {

struct ClearedRound {
  clearing::Round round;
  clearing::Cleared cleared;
};

// What was shared out, how, and what its proof says. invalid, malformed: the record is not one that
// a ledger would have accepted.
[[nodiscard]] core::Result<ClearedRound> rebuild_clearing(const model::Clearing& record);

// In the format commune-clearing/1.
[[nodiscard]] core::Result<nlohmann::ordered_json> clearing_file_of(const model::Clearing& record);

}  // namespace commune::exchange
