#include "exchange/csv_tasks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "clearing/crew_size.h"
#include "exchange/csv_reader.h"
#include "model/limits.h"
#include "wire/canonical_reader.h"

namespace commune::exchange {
namespace {

using core::Result;

// Said without its place, which the caller adds.
std::unexpected<core::Error> wrong(std::string what) {
  return core::fail(core::ErrorCode::malformed, std::move(what));
}

Result<std::string> text_up_to(std::string_view value, std::size_t size_max) {
  if (value.size() > size_max) return wrong(fmt::format("is longer than {} bytes", size_max));
  if (!wire::is_clean_text(core::as_bytes(value))) return wrong("is not UTF-8 text");
  return std::string{value};
}

Result<std::uint32_t> number_between(std::string_view value, std::uint32_t low,
                                     std::uint32_t high) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (!whole || number < low || number > high) {
    return wrong(fmt::format("\"{}\" is not a number from {} to {}", value, low, high));
  }
  return number;
}

template <class Id>
Result<Id> slug_in(std::string_view value) {
  const auto id = Id::parse(value);
  if (!id) {
    return wrong(fmt::format("\"{}\" is no id: 1 to 40 of a-z, 0-9 and hyphens", value));
  }
  return *id;
}

Result<std::vector<model::SkillId>> skills_in(std::string_view value) {
  constexpr std::string_view separators = " ,;\n\t";
  std::vector<model::SkillId> skills;
  while (true) {
    const std::size_t begin = value.find_first_not_of(separators);
    if (begin == std::string_view::npos) return skills;
    value.remove_prefix(begin);
    const std::size_t end = std::min(value.find_first_of(separators), value.size());
    skills.push_back(TRY(slug_in<model::SkillId>(value.substr(0, end))));
    value.remove_prefix(end);
    if (skills.size() > model::skills_per_list_max) {
      return wrong(fmt::format("lists more than {} skills", model::skills_per_list_max));
    }
  }
}

Result<calendar::LocalTime> time_in(std::string_view value) {
  std::string text{value};
  if (text.size() == 16 && text[10] == ' ') text[10] = 'T';
  return calendar::parse_local(text);
}

template <class Enum, std::size_t N>
Result<Enum> word_in(std::string_view value,
                     const std::array<std::pair<std::string_view, Enum>, N>& words) {
  std::string known;
  for (const auto& [word, meaning] : words) {
    if (word == value) return meaning;
    known += (known.empty() ? "" : ", ") + std::string{word};
  }
  return wrong(fmt::format("\"{}\" is none of {}", value, known));
}

constexpr std::array<std::pair<std::string_view, model::Urgency>, 3> urgencies{
    {{"calm", model::Urgency::calm},
     {"soon", model::Urgency::soon},
     {"urgent", model::Urgency::urgent}}};
constexpr std::array<std::pair<std::string_view, model::Effort>, 3> efforts{
    {{"light", model::Effort::light},
     {"medium", model::Effort::medium},
     {"heavy", model::Effort::heavy}}};
constexpr std::array<std::pair<std::string_view, bool>, 4> answers{
    {{"yes", true}, {"no", false}, {"true", true}, {"false", false}}};

struct Column {
  std::string_view name;
  Result<void> (*read)(std::string_view value, ImportedTask& task);
};

template <class Target, class Value>
Result<void> set(Target& target, Result<Value> value) {
  if (!value) return std::unexpected(std::move(value).error());
  target = *std::move(value);
  return {};
}

// A whole number of the draft, both bounds included.
template <std::uint32_t model::TaskDraft::* field, std::uint32_t low, std::uint32_t high>
Result<void> read_number(std::string_view value, ImportedTask& task) {
  return set(task.draft.*field, number_between(value, low, high));
}

constexpr std::array columns{
    Column{"title",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.title, text_up_to(value, model::title_size_max));
           }},
    Column{"guild",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.guild, slug_in<model::GuildId>(value));
           }},
    Column{"sector",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.sector, slug_in<model::SectorId>(value));
           }},
    Column{"why",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.why, text_up_to(value, model::why_size_max));
           }},
    Column{"details",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.details, text_up_to(value, model::details_size_max));
           }},
    Column{"venue",
           [](std::string_view value, ImportedTask& task) {
             return set(task.venue, text_up_to(value, model::name_size_max));
           }},
    Column{"start", [](std::string_view value,
                       ImportedTask& task) { return set(task.start, time_in(value)); }},
    Column{"end", [](std::string_view value,
                     ImportedTask& task) { return set(task.end, time_in(value)); }},
    Column{"due",
           [](std::string_view value, ImportedTask& task) {
             return set(task.due,
                        value.size() == 10 ? calendar::parse_date(value) : time_in(value));
           }},
    Column{"minutes", read_number<&model::TaskDraft::minutes, 1, model::minutes_max>},
    Column{"people_min", read_number<&model::TaskDraft::people_min, 1, model::people_max>},
    Column{"people_max", read_number<&model::TaskDraft::people_max, 1, model::people_max>},
    Column{"trainees_max", read_number<&model::TaskDraft::trainees_max, 0, model::trainees_max>},
    Column{"diners", read_number<&model::TaskDraft::diners, 0, model::diners_max>},
    Column{"diners_per_person",
           read_number<&model::TaskDraft::diners_per_person, 0, model::diners_max>},
    Column{"certificates",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.certificates, skills_in(value));
           }},
    Column{"skills_helpful",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.skills_helpful, skills_in(value));
           }},
    Column{"skills_taught",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.skills_taught, skills_in(value));
           }},
    Column{"importance", read_number<&model::TaskDraft::importance, 1, model::importance_max>},
    Column{"urgency",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.urgency, word_in(value, urgencies));
           }},
    Column{"effort",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.effort, word_in(value, efforts));
           }},
    Column{"gathering",
           [](std::string_view value, ImportedTask& task) {
             return set(task.draft.gathering, word_in(value, answers));
           }},
};

struct Sheet {
  std::string_view file;
  std::vector<const Column*> columns;

  [[nodiscard]] std::unexpected<core::Error> wrong_at(const CsvRow& row,
                                                      std::string_view what) const {
    return core::fail(core::ErrorCode::malformed, fmt::format("{}:{}: {}", file, row.line, what));
  }
};

Result<Sheet> read_header(const CsvRow& row, std::string_view file) {
  Sheet sheet{.file = file, .columns = {}};
  for (const std::string& name : row.fields) {
    const auto* found = std::ranges::find(columns, name, &Column::name);
    if (found == columns.end()) {
      return sheet.wrong_at(row, fmt::format("there is no column \"{}\"", name.substr(0, 60)));
    }
    if (std::ranges::find(sheet.columns, found) != sheet.columns.end()) {
      return sheet.wrong_at(row, fmt::format("the column {} stands there twice", name));
    }
    sheet.columns.push_back(found);
  }
  for (const std::string_view needed : {"title", "guild"}) {
    const auto is_needed = [&](const Column* column) { return column->name == needed; };
    if (std::ranges::none_of(sheet.columns, is_needed)) {
      return sheet.wrong_at(row, fmt::format("the column {} is missing", needed));
    }
  }
  return sheet;
}

Result<void> check_whole(const Sheet& sheet, const CsvRow& row, const ImportedTask& task) {
  const model::TaskDraft& draft = task.draft;
  if (draft.title.empty()) return sheet.wrong_at(row, "title: is empty");
  if (draft.guild.empty()) return sheet.wrong_at(row, "guild: is empty");
  if (task.start.has_value() != task.end.has_value()) {
    return sheet.wrong_at(
        row, task.start ? "end: is missing beside a start" : "start: is missing beside an end");
  }
  if (task.start && *task.end <= *task.start) {
    return sheet.wrong_at(row, "end: does not come after the start");
  }
  if (task.start && task.due) return sheet.wrong_at(row, "due: is for tasks without a start");
  if (!task.start && draft.minutes == 0) {
    return sheet.wrong_at(row, "minutes: is missing, and there is no start either");
  }
  if (draft.diners > 0 && draft.diners_per_person == 0) {
    return sheet.wrong_at(row, "diners_per_person: is missing beside diners");
  }
  if (draft.people_min > draft.people_max) {
    return sheet.wrong_at(row, fmt::format("people_min: {} is more than people_max, {}",
                                           draft.people_min, draft.people_max));
  }
  return {};
}

// Where the row does not say.
std::uint32_t people_least(const model::TaskDraft& draft) {
  if (draft.diners_per_person == 0) return 1;
  const std::uint32_t room = draft.people_max > 0 ? draft.people_max : model::people_max;
  return std::min(clearing::people_for(draft.diners, draft.diners_per_person), room);
}

Result<ImportedTask> read_row(const Sheet& sheet, const CsvRow& row) {
  if (row.fields.size() != sheet.columns.size()) {
    return sheet.wrong_at(row, fmt::format("has {} fields, the header has {}", row.fields.size(),
                                           sheet.columns.size()));
  }
  ImportedTask task;
  task.line = row.line;
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    if (row.fields[i].empty()) continue;  // as if the column were not there
    const Column& column = *sheet.columns[i];
    if (const auto read = column.read(row.fields[i], task); !read) {
      return sheet.wrong_at(row, fmt::format("{}: {}", column.name, read.error().message));
    }
  }
  model::TaskDraft& draft = task.draft;
  if (draft.people_min == 0) draft.people_min = people_least(draft);
  if (draft.people_max == 0) draft.people_max = draft.people_min;
  if (draft.importance == 0) draft.importance = 2;
  TRY_VOID(check_whole(sheet, row, task));
  return task;
}

}  // namespace

Result<std::vector<ImportedTask>> parse_tasks(std::string_view csv, std::string_view file) {
  const std::vector<CsvRow> rows = TRY(read_csv(csv, file));
  if (rows.empty()) {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("{}:1: is empty; the first row names the columns", file));
  }
  const Sheet sheet = TRY(read_header(rows.front(), file));
  std::vector<ImportedTask> tasks;
  tasks.reserve(rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) tasks.push_back(TRY(read_row(sheet, rows[i])));
  return tasks;
}

}  // namespace commune::exchange
