// Rounds, alerts and devices as JSON. People in a round appear under the round's own key.
#pragma once

#include <string_view>

#include "gateway/board_index.h"
#include "gateway/clearing_summary.h"
#include "gateway/json_writer.h"
#include "ledger/state.h"
#include "model/enums.h"
#include "model/round.h"

namespace commune::gateway {

// "rounds": the latest twenty, by their first day.
void write_rounds(JsonWriter& json, const ledger::State& state);
// "round", "willing", "clearing", "shortages".
void write_round(JsonWriter& json, const ledger::State& state, const BoardIndex& index,
                 const ClearingSummaries& summaries, const model::Round& round);
// As the API writes it.
[[nodiscard]] std::string_view name_of(model::AlertStatus status);
// "alerts": a hundred, those that wait for an answer first, then the latest.
void write_alerts(JsonWriter& json, const ledger::State& state, core::Time now);
// "devices": without those that were taken down.
void write_devices(JsonWriter& json, const ledger::State& state);

}  // namespace commune::gateway
