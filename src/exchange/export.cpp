#include "exchange/export.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "calendar/ics.h"
#include "exchange/record_json.h"
#include "exchange/task_calendar.h"
#include "model/record.h"

namespace commune::exchange {
namespace {

using core::Result;
namespace fs = std::filesystem;

core::ErrorCode code_of(int number) {
  if (number == ENOSPC || number == EDQUOT) return core::ErrorCode::storage_full;
  if (number == EROFS) return core::ErrorCode::storage_read_only;
  return core::ErrorCode::storage_failed;
}

std::unexpected<core::Error> failed(const fs::path& path, int number) {
  return core::fail(code_of(number), fmt::format("cannot write {}: {}", path.string(),
                                                 std::generic_category().message(number)));
}

// One file being written.
class Output {
 public:
  static Result<Output> open(fs::path path) {
    std::FILE* file = std::fopen(path.c_str(), "wbx");
    if (file == nullptr) return failed(path, errno);
    return Output{std::move(path), file};
  }

  Result<void> write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
      return failed(path_, errno);
    }
    bytes_ += text.size();
    return {};
  }

  // Gives the number of bytes.
  Result<std::uint64_t> close() {
    if (std::fclose(file_.release()) != 0) return failed(path_, errno);
    return bytes_;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  Output(fs::path path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  fs::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t bytes_ = 0;
};

// Removes what was begun unless it is kept.
class Draft {
 public:
  explicit Draft(fs::path path) : path_(std::move(path)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  fs::path path_;
  bool kept_ = false;
};

template <class Noun>
std::string schema_text(std::string_view kind) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", kind}};
  schema.update(schema_of(Noun{}));
  return schema.dump(2) + "\n";
}

class Exporter {
 public:
  Exporter(const ledger::State& state, fs::path folder)
      : state_(state), folder_(std::move(folder)) {}

  Result<Exported> write_all(core::Height height, core::Time now) {
    TRY_VOID(write_commune());
    TRY_VOID(write_kind<model::Sector>("sectors", state_.sectors()));
    TRY_VOID(write_kind<model::Venue>("venues", state_.venues()));
    TRY_VOID(write_kind<model::Skill>("skills", state_.skills()));
    TRY_VOID(write_kind<model::Guild>("guilds", state_.guilds()));
    TRY_VOID(write_kind<model::Member>("members", state_.members()));
    TRY_VOID(write_kind<model::Invitation>("invitations", state_.invitations()));
    TRY_VOID(write_kind<model::Template>("templates", state_.templates()));
    TRY_VOID(write_kind<model::Series>("series", state_.series()));
    TRY_VOID(write_kind<model::Task>("tasks", state_.tasks()));
    TRY_VOID(write_kind<model::Round>("rounds", state_.rounds()));
    TRY_VOID(write_kind<model::Willing>("willing", state_.willing()));
    TRY_VOID(write_kind<model::Clearing>("clearings", state_.clearings()));
    TRY_VOID(write_kind<model::Device>("devices", state_.devices()));
    TRY_VOID(write_kind<model::Alert>("alerts", state_.alerts()));
    TRY_VOID(write_calendars());
    TRY_VOID(write_file("README.md", readme(height, now)));
    return exported_;
  }

 private:
  Result<void> write_file(const fs::path& name, std::string_view text) {
    Output output = TRY(Output::open(folder_ / name));
    TRY_VOID(output.write(text));
    exported_.bytes += TRY(output.close());
    return {};
  }

  Result<void> write_commune() {
    exported_.records += 1;
    TRY_VOID(write_file("commune.jsonl", json_of(state_.commune()).dump() + "\n"));
    return write_file("schema/commune.schema.json", schema_text<model::Commune>("commune"));
  }

  template <class Noun>
  Result<void> write_kind(const std::string& kind, const auto& table) {
    Output output = TRY(Output::open(folder_ / (kind + ".jsonl")));
    for (const auto& [id, row] : table) {
      TRY_VOID(output.write(json_of(row.record).dump() + "\n"));
      exported_.records += 1;
    }
    exported_.bytes += TRY(output.close());
    counts_.emplace_back(kind, table.size());
    return write_file("schema/" + kind + ".schema.json", schema_text<Noun>(kind));
  }

  Result<void> write_calendars() {
    std::map<model::GuildId, calendar::IcsCalendar> calendars;
    for (const auto& [id, row] : state_.guilds()) {
      calendars[id] = calendar_of(state_, row.record);
    }
    for (const auto& [id, row] : state_.tasks()) {
      const model::Task& task = row.record;
      if (!is_in_calendars(task)) continue;
      calendars[task.draft.guild].events.push_back(event_of(state_, task));
    }
    for (const auto& [guild, calendar] : calendars) {
      TRY_VOID(write_file("ics/" + guild.text() + ".ics", calendar::encode_ics(calendar)));
      exported_.calendars += 1;
    }
    return {};
  }

  [[nodiscard]] std::string readme(core::Height height, core::Time now) const {
    const model::Commune& commune = state_.commune();
    std::string text = fmt::format(
        "# {}, exported\n\n"
        "Everything that the members of {} hold in common, as it stood at block {} on {}.\n"
        "Treat it as you treat the notice board in your hall: names stand in it.\n\n"
        "Each `.jsonl` file has one JSON object on each line; `schema/` says what its fields are\n"
        "(JSON Schema 2020-12). `ics/` has a calendar of every guild's dated work.\n\n"
        "| file | records |\n| --- | --- |\n| commune.jsonl | 1 |\n",
        commune.name, commune.name, height.value, json_of(now).get<std::string>());
    for (const auto& [kind, count] : counts_)
      text += fmt::format("| {}.jsonl | {} |\n", kind, count);
    return text +
           "\nTimes are UTC. Wall times of `series.jsonl` are in the commune's time zone, which\n"
           "`commune.jsonl` names. What is not set is null. Ids and keys are hexadecimal.\n\n"
           "A place on a task stands under a key made for that place alone. It carries a member's "
           "id\n"
           "in `shown` where that person shows the name, and nothing here adds up what one person\n"
           "did: those hours are that person's own.\n";
  }

  const ledger::State& state_;
  fs::path folder_;
  Exported exported_;
  std::vector<std::pair<std::string, std::size_t>> counts_;
};

Result<void> make_folders(const fs::path& folder) {
  for (const fs::path& path : {folder, folder / "schema", folder / "ics"}) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return failed(path, error.value());
  }
  return {};
}

}  // namespace

Result<Exported> export_commune(const ledger::State& state, core::Height height, core::Time now,
                                const fs::path& folder) {
  fs::path target = folder.lexically_normal();
  if (!target.has_filename()) target = target.parent_path();  // "out/" is "out"
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    return core::fail(
        core::ErrorCode::conflict,
        fmt::format("{} is there already; name a folder that is not", target.string()));
  }
  const fs::path begun = target.string() + ".partial";
  fs::remove_all(begun, error);  // left by an export that was interrupted
  Draft draft{begun};
  TRY_VOID(make_folders(draft.path()));
  const Exported exported = TRY(Exporter(state, draft.path()).write_all(height, now));
  fs::rename(draft.path(), target, error);
  if (error) return failed(target, error.value());
  draft.keep();
  return exported;
}

}  // namespace commune::exchange
