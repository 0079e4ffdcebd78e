// The commune, its sectors, guilds, people and vocabulary as the API shows them. Each function
// writes the fields of an answer after `height`, inside an object that is open.
#pragma once

#include "core/time.h"
#include "gateway/json_writer.h"
#include "ledger/state.h"

namespace commune::gateway {

void write_commune(JsonWriter& json, const ledger::State& state, const core::Digest& digest,
                   core::Time now);
void write_sectors(JsonWriter& json, const ledger::State& state);
void write_guilds(JsonWriter& json, const ledger::State& state);
void write_catalogue(JsonWriter& json, const ledger::State& state);
// Those who have not left, with what the commune may know of each: no hours, no counts.
void write_members(JsonWriter& json, const ledger::State& state);

}  // namespace commune::gateway
