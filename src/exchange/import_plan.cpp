#include "exchange/import_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/check.h"
#include "core/hash.h"
#include "exchange/import_names.h"
#include "model/limits.h"

namespace commune::exchange {
namespace {

using core::Result;

std::unexpected<core::Error> invalid(std::string message) {
  return core::fail(core::ErrorCode::invalid, std::move(message));
}

// The same line of the same file gives the same id; equal lines are told apart by counting them.
class TaskIds {
 public:
  explicit TaskIds(std::string_view kind) : kind_(kind) {}

  model::TaskId next(const std::string& description) {
    const std::string number = fmt::format("/{}", counts_[description]++);
    const core::Digest digest = core::labelled_hash(
        "commune/import/v1",
        {core::as_bytes(kind_), core::as_bytes(description), core::as_bytes(number)});
    const auto id = model::TaskId::from(digest.view().first(model::TaskId::size));
    CHECK(id.has_value());
    return *id;
  }

 private:
  std::string_view kind_;
  std::map<std::string, std::uint64_t> counts_;
};

bool is_too_far(core::Time time, core::Time now) { return time > now + model::task_ahead_max; }

class ShiftPlanner {
 public:
  ShiftPlanner(const ledger::State& state, const calendar::Zone& zone, const ImportHome& home,
               core::Time now)
      : state_(state), zone_(zone), home_(home), now_(now), venues_(state) {}

  Result<ImportPlan> plan(const std::vector<ImportedShift>& shifts) {
    TRY_VOID(check_home());
    for (const ImportedShift& shift : shifts) TRY_VOID(add(shift));
    TRY_VOID(check_limits());
    found_names();
    std::ranges::move(tasks_, std::back_inserter(plan_.commands));
    return std::move(plan_);
  }

 private:
  Result<void> check_home() {
    if (state_.guilds().contains(home_.guild)) return {};
    if (state_.guilds().size() >= model::guilds_max) return invalid("there are too many guilds");
    if (!state_.sectors().contains(home_.sector)) {
      return invalid(fmt::format("there is no sector \"{}\" for the guild \"{}\"",
                                 home_.sector.text(), home_.guild.text()));
    }
    plan_.guilds_new = 1;
    return {};
  }

  Result<void> add(const ImportedShift& shift) {
    plan_.tasks += 1;
    plan_.places_min += shift.people_min;
    plan_.places_max += shift.people_max;
    plan_.signed_up += shift.signed_up;
    const std::uint32_t people_max = std::max(shift.people_min, shift.people_max);
    if (people_max == 0) {
      plan_.left_out += 1;
      return {};
    }
    const std::string where = fmt::format("shift {}", plan_.tasks);
    if (people_max > model::people_max || shift.signed_up > model::guests_max) {
      return invalid(fmt::format("{}: more than {} people", where, model::people_max));
    }
    model::TaskDraft draft = draft_of(shift, people_max);
    if (is_too_far(draft.end, now_)) {
      return invalid(fmt::format("{}: is more than three years ahead", where));
    }
    const model::TaskId id =
        ids_.next(fmt::format("{}\n{}\n{}\n{}", shift.role, shift.venue, to_text(shift.start_local),
                              to_text(shift.end_local)));
    if (state_.tasks().contains(id)) {
      plan_.known += 1;
      return {};
    }
    plan_.posted += 1;
    tasks_.push_back(model::PostTask{.task = id, .draft = std::move(draft)});
    if (shift.signed_up > 0) {
      tasks_.push_back(model::SetGuests{.task = id, .guests = shift.signed_up});
    }
    return {};
  }

  model::TaskDraft draft_of(const ImportedShift& shift, std::uint32_t people_max) {
    model::TaskDraft draft = role_draft(shift.role);
    draft.kind = kind_of(shift.role);
    draft.venue = venues_.find_or_make(shift.venue);
    draft.start = zone_.time_of(shift.start_local);
    draft.end = std::max(zone_.time_of(shift.end_local), draft.start + core::minutes(1));
    draft.people_min = std::max(shift.people_min, 1U);
    draft.people_max = people_max;
    return draft;
  }

  [[nodiscard]] model::TaskDraft role_draft(const std::string& role) const {
    model::TaskDraft draft;
    draft.guild = home_.guild;
    draft.title = role;
    draft.people_min = 1;
    draft.people_max = 1;
    draft.importance = 2;
    return draft;
  }

  // A role's kind of job is this guild's own, so that it never takes over one of another guild.
  model::TemplateId kind_of(const std::string& role) {
    const auto known = kinds_.find(role);
    if (known != kinds_.end()) return known->second;
    const auto is_other = [&](const model::TemplateId& id) {
      const model::Template* entry = state_.templates().find(id);
      if (entry != nullptr) return entry->draft.guild != home_.guild || entry->draft.title != role;
      return std::ranges::any_of(kinds_, [&](const auto& kind) { return kind.second == id; });
    };
    const auto id = free_slug<model::TemplateId>(home_.guild.text() + "-" + role, is_other);
    kinds_.emplace(role, id);
    return id;
  }

  Result<void> check_limits() const {
    if (state_.venues().size() + venues_.made().size() > model::venues_max) {
      return invalid(fmt::format("there would be more than {} venues", model::venues_max));
    }
    if (state_.templates().size() + kinds_.size() > model::templates_max) {
      return invalid(fmt::format("there would be more than {} kinds of job", model::templates_max));
    }
    return {};
  }

  // What the tasks name comes before them.
  void found_names() {
    if (plan_.posted == 0) {
      plan_.guilds_new = 0;
      return;
    }
    if (plan_.guilds_new > 0) {
      plan_.commands.push_back(model::FoundGuild{
          .guild = home_.guild, .name = home_.guild_name, .sector = home_.sector, .about = {}});
    }
    for (const auto& [id, name] : venues_.made()) {
      plan_.commands.push_back(model::PutVenue{.venue = id, .name = name, .x_m = 0, .y_m = 0});
      plan_.venues_new += 1;
    }
    for (const auto& [role, id] : kinds_) {
      if (state_.templates().contains(id)) continue;
      plan_.commands.push_back(model::PutTemplate{.kind = id, .draft = role_draft(role)});
      plan_.templates_new += 1;
    }
  }

  const ledger::State& state_;
  const calendar::Zone& zone_;
  const ImportHome& home_;
  core::Time now_;
  VenueNames venues_;
  TaskIds ids_{"emf"};
  std::map<std::string, model::TemplateId> kinds_;
  std::vector<model::Command> tasks_;
  ImportPlan plan_;
};

class TaskPlanner {
 public:
  TaskPlanner(const ledger::State& state, const calendar::Zone& zone, std::string_view file,
              core::Time now)
      : state_(state), zone_(zone), file_(file), now_(now), venues_(state) {}

  Result<ImportPlan> plan(const std::vector<ImportedTask>& tasks) {
    for (const ImportedTask& task : tasks) TRY_VOID(add(task));
    return std::move(plan_);
  }

 private:
  [[nodiscard]] std::unexpected<core::Error> wrong(const ImportedTask& task,
                                                   std::string_view column,
                                                   std::string_view what) const {
    return invalid(fmt::format("{}:{}: {}: {}", file_, task.line, column, what));
  }

  Result<void> add(const ImportedTask& task) {
    model::TaskDraft draft = task.draft;
    TRY_VOID(check_names(task));
    draft.venue = venues_.find(task.venue);
    draft.start = TRY(time_in(task, "start", task.start));
    draft.end = TRY(time_in(task, "end", task.end));
    draft.due = TRY(time_in(task, "due", task.due));
    TRY_VOID(check_times(task, draft));
    plan_.tasks += 1;
    plan_.places_min += draft.people_min;
    plan_.places_max += draft.people_max;
    const auto wall = [](const auto& time) { return time ? to_text(*time) : std::string{}; };
    const model::TaskId id = ids_.next(
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", draft.guild.text(), draft.title, draft.venue.text(),
                    wall(task.start), wall(task.end), wall(task.due)));
    if (state_.tasks().contains(id)) {
      plan_.known += 1;
      return {};
    }
    plan_.posted += 1;
    plan_.commands.push_back(model::PostTask{.task = id, .draft = std::move(draft)});
    return {};
  }

  Result<void> check_names(const ImportedTask& task) const {
    const model::TaskDraft& draft = task.draft;
    const auto none = [](std::string_view name) { return fmt::format("there is no \"{}\"", name); };
    if (!state_.guilds().contains(draft.guild)) {
      return wrong(task, "guild", none(draft.guild.text()));
    }
    if (!draft.sector.empty() && !state_.sectors().contains(draft.sector)) {
      return wrong(task, "sector", none(draft.sector.text()));
    }
    if (!task.venue.empty() && venues_.find(task.venue).empty()) {
      return wrong(task, "venue", none(task.venue));
    }
    TRY_VOID(check_skills(task, "certificates", draft.certificates));
    TRY_VOID(check_skills(task, "skills_helpful", draft.skills_helpful));
    TRY_VOID(check_skills(task, "skills_taught", draft.skills_taught));
    for (const auto& skill : draft.certificates) {
      if (!state_.skills().find(skill)->certified_by.empty()) continue;
      return wrong(task, "certificates",
                   fmt::format("\"{}\" is not one that a guild certifies", skill.text()));
    }
    return {};
  }

  Result<void> check_skills(const ImportedTask& task, std::string_view column,
                            const std::vector<model::SkillId>& skills) const {
    for (const auto& skill : skills) {
      if (state_.skills().contains(skill)) continue;
      return wrong(task, column, fmt::format("there is no \"{}\"", skill.text()));
    }
    return {};
  }

  // Unset where the column is.
  Result<core::Time> time_in(const ImportedTask& task, std::string_view column,
                             const std::optional<calendar::LocalTime>& local) const {
    if (!local) return core::Time{};
    const calendar::Moment moment = zone_.resolve(*local);
    if (moment.kind == calendar::WallKind::skipped) {
      return wrong(task, column,
                   fmt::format("{} does not exist in {}: the clocks go forward then",
                               to_text(*local), zone_.name()));
    }
    return moment.time;
  }

  Result<void> check_times(const ImportedTask& task, const model::TaskDraft& draft) const {
    const core::Time last = std::max(draft.end, draft.due);
    if (is_too_far(last, now_)) return wrong(task, "end", "is more than three years ahead");
    if (!draft.start.is_set()) return {};
    if (draft.end <= draft.start) return wrong(task, "end", "does not come after the start");
    if (draft.end - draft.start > model::task_length_max) {
      return wrong(task, "end", "is more than 14 days after the start");
    }
    const std::int64_t length = (draft.end - draft.start).count / 60;
    if (draft.minutes > length) {
      return wrong(task, "minutes", fmt::format("is more than the {} of the task", length));
    }
    return {};
  }

  const ledger::State& state_;
  const calendar::Zone& zone_;
  std::string_view file_;
  core::Time now_;
  VenueNames venues_;
  TaskIds ids_{"csv"};
  ImportPlan plan_;
};

}  // namespace

Result<ImportPlan> plan_shifts(const std::vector<ImportedShift>& shifts, const ledger::State& state,
                               const calendar::Zone& zone, const ImportHome& home, core::Time now) {
  return ShiftPlanner{state, zone, home, now}.plan(shifts);
}

Result<ImportPlan> plan_tasks(const std::vector<ImportedTask>& tasks, const ledger::State& state,
                              const calendar::Zone& zone, std::string_view file, core::Time now) {
  return TaskPlanner{state, zone, file, now}.plan(tasks);
}

}  // namespace commune::exchange
