// What an import does to a commune: the commands, in order, that the keeper signs and posts. Made
// from a state so that venues and kinds of job are reused by name, and so that a second import of
// the same file posts nothing twice: the id of a task comes from what the file says about it.
// Everything is checked here, before the first command leaves: a plan is carried out whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.h"
#include "core/error.h"
#include "core/time.h"
#include "exchange/csv_tasks.h"
#include "exchange/emf_shifts.h"
#include "ledger/state.h"
#include "model/command.h"

namespace commune::exchange {

struct ImportPlan {
  std::vector<model::Command> commands;
  // What the file holds.
  std::uint64_t tasks = 0;
  std::uint64_t places_min = 0;
  std::uint64_t places_max = 0;
  std::uint64_t signed_up = 0;
  // What becomes of it.
  std::uint64_t posted = 0;
  std::uint64_t known = 0;     // stand on the board already
  std::uint64_t left_out = 0;  // want nobody: a maximum of 0
  std::uint64_t guilds_new = 0;
  std::uint64_t venues_new = 0;
  std::uint64_t templates_new = 0;
};

// Where the imported work belongs. A guild that is not there is founded, in this sector.
struct ImportHome {
  model::GuildId guild;
  std::string guild_name;
  model::SectorId sector;
};

// Each role becomes a kind of job, each venue a venue, each shift a task; who signed up comes as a
// guest, because nobody here holds the key. A minimum above the maximum raises the maximum, no
// minimum becomes one person, a shift without length lasts a minute. Errors: invalid (the sector
// is unknown, more venues or kinds of job than there may be, dates too far ahead).
[[nodiscard]] core::Result<ImportPlan> plan_shifts(const std::vector<ImportedShift>& shifts,
                                                   const ledger::State& state,
                                                   const calendar::Zone& zone,
                                                   const ImportHome& home, core::Time now);

// Guilds, sectors, venues and skills must be there. Errors: "tasks.csv:7: venue: there is no
// \"Sauna\""; a wall time that the clocks skip is one too.
[[nodiscard]] core::Result<ImportPlan> plan_tasks(const std::vector<ImportedTask>& tasks,
                                                  const ledger::State& state,
                                                  const calendar::Zone& zone, std::string_view file,
                                                  core::Time now);

}  // namespace commune::exchange
