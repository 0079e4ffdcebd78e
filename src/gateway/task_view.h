// A task as the API shows it, and the few figures derived from it. What a reader of the board
// needs, and nothing that would link two places of one person.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "gateway/json_writer.h"
#include "ledger/crew.h"
#include "ledger/state.h"
#include "model/task.h"

namespace commune::gateway {

using ledger::Crew;
using ledger::crew_of;

// The neighbouring commune whose call this is; empty for one's own work.
[[nodiscard]] std::string_view neighbour_of(const ledger::State& state, const model::Task& task);

// As the API writes them.
[[nodiscard]] std::string_view name_of(model::Urgency urgency);
[[nodiscard]] std::string_view name_of(model::TaskStatus status);
void write_slugs(JsonWriter& json, std::string_view name, const std::vector<model::SkillId>& slugs);

// Writes the fields of a draft, without the braces.
void write_draft_fields(JsonWriter& json, const model::TaskDraft& draft);
void write_draft(JsonWriter& json, const model::TaskDraft& draft);

// Writes the fields of a task, without the braces.
void write_task_fields(JsonWriter& json, const ledger::State& state, const model::Task& task);
void write_task(JsonWriter& json, const ledger::State& state, const model::Task& task);

}  // namespace commune::gateway
