// Any bytes as a sheet of tasks: an error that names the file, or tasks that hold together.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/check.h"
#include "exchange/csv_tasks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tasks = commune::exchange::parse_tasks(
      std::string_view{reinterpret_cast<const char*>(data), size}, "tasks.csv");
  if (!tasks) {
    CHECK(tasks.error().message.starts_with("tasks.csv"));
    return 0;
  }
  for (const auto& task : *tasks) {
    CHECK(task.line > 1 && !task.draft.title.empty() && !task.draft.guild.empty());
    CHECK(task.draft.people_min >= 1 && task.draft.people_min <= task.draft.people_max);
    CHECK(task.start.has_value() == task.end.has_value());
    CHECK(!task.start || *task.start < *task.end);
  }
  return 0;
}
