// Tasks from a spreadsheet: a header row that names the columns, then one task a row.
//
//   title, guild                          needed
//   start, end                            wall time, "2026-03-29T18:00" or "2026-03-29 18:00"; both
//   or
//                                         neither
//   due                                   for tasks without a start, as above or a date alone
//   minutes                               one person's effort; needed where there is no start
//   people_min, people_max, trainees_max  1, people_min and 0 where left out
//   diners, diners_per_person             one person for so many who eat: people_min follows
//   venue                                 its id or its name
//   why, details, sector
//   certificates, skills_helpful, skills_taught   ids, separated by blanks, commas or semicolons
//   importance (1 to 3), urgency (calm, soon, urgent), effort (light, medium, heavy), gathering
//   (yes, no)
//
// Either every row is read or none: the error names file, line, column and what is wrong. Whether
// guild, venue and skills exist is for import_plan.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/local_time.h"
#include "core/error.h"
#include "model/task.h"

namespace commune::exchange {

struct ImportedTask {
  std::size_t line = 0;
  model::TaskDraft draft;  // without venue and times
  std::string venue;       // as written
  std::optional<calendar::LocalTime> start;
  std::optional<calendar::LocalTime> end;
  std::optional<calendar::LocalTime> due;
};

// Errors: "tasks.csv:7: people_max: \"many\" is not a number from 1 to 500".
[[nodiscard]] core::Result<std::vector<ImportedTask>> parse_tasks(std::string_view csv,
                                                                  std::string_view file);

}  // namespace commune::exchange
