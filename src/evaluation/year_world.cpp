#include "evaluation/year_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "clearing/crew_size.h"
#include "core/check.h"

namespace commune::evaluation {
namespace {

using exchange::CommuneFolder;
using exchange::FolderPerson;
using exchange::Participation;

constexpr const char* first_monday = "2026-01-05";
constexpr std::uint32_t training_weeks = 8;
constexpr int storm_tasks = 15;

double uniform(core::Random& random) {
  return (static_cast<double>(random.next() >> 11U) + 0.5) /
         static_cast<double>(std::uint64_t{1} << 53U);
}

double gumbel(double uniform_draw, double scale) {
  return -scale * std::log(-std::log(uniform_draw));
}

std::size_t part_of_week(std::int64_t minute) {
  const std::int64_t in_week = minute % week_minutes;
  return static_cast<std::size_t>(in_week / day_minutes) * 3 + part_of_day(minute);
}

// The folder's figure for a kind of job: the kind's own, its guild's, or the usual one.
std::uint32_t percent_for(const std::map<std::string, std::uint32_t>& table,
                          const exchange::FolderJob& job, const char* usual) {
  for (const std::string& key : {job.id.text(), job.draft.guild.text(), std::string(usual)}) {
    if (const auto found = table.find(key); found != table.end()) return found->second;
  }
  return 0;
}

struct Readiness {
  std::int64_t wished_minutes;
  std::uint32_t places_max;
  double willing_share;
  double turn_acceptance;
  double called;
};

Readiness readiness_of(Participation participation) {
  switch (participation) {
    case Participation::active: return {360, 10, 0.5, 0.8, 2};
    case Participation::selective: return {180, 5, 0.3, 0.5, 1};
    case Participation::rare: return {60, 2, 0.15, 0.3, 0.25};
  }
  CHECK(false);
}

class YearMaker {
 public:
  YearMaker(const CommuneFolder& folder, const YearWorldOptions& options)
      : folder_(folder), random_(options.seed), weeks_(options.weeks), no_shows_(options.no_shows) {
    world_.seed = random_.next();
  }

  core::Result<YearWorld> make() {
    if (folder_.people.empty() || folder_.jobs.empty() || !folder_.history)
      return core::fail(core::ErrorCode::invalid,
                        "the folder has no people, no jobs or no history to simulate");
    for (std::size_t i = 0; i < folder_.guilds.size(); ++i)
      guilds_[folder_.guilds[i].guild.text()] = static_cast<std::uint32_t>(i);
    for (const model::Skill& skill : folder_.skills) {
      if (!skill.certified_by.text().empty())
        certificates_.emplace(skill.skill.text(), certificates_.size());
    }
    if (certificates_.size() > certificates_max)
      return core::fail(core::ErrorCode::invalid, "more than 64 certificates");
    add_sectors();
    add_kinds();
    for (const FolderPerson& person : folder_.people) add_person(person);
    let_people_change();
    TRY_VOID(add_work());
    if (weeks_ >= 4) break_a_storm();
    add_neighbours();
    return std::move(world_);
  }

 private:
  Certificates certificates_of(const std::vector<model::SkillId>& skills) const {
    Certificates held;
    for (const model::SkillId& skill : skills) {
      if (const auto found = certificates_.find(skill.text()); found != certificates_.end())
        held.set(found->second);
    }
    return held;
  }

  void add_sectors() {
    for (const model::Sector& sector : folder_.sectors) {
      sectors_[sector.sector.text()] = static_cast<std::uint32_t>(world_.sectors.size());
      world_.sectors.push_back(sector.sector.text());
      world_.baseline_minutes.push_back(std::int64_t{sector.baseline_hours} * 60 *
                                        static_cast<std::int64_t>(folder_.people.size()) / 52);
    }
  }

  void add_kinds() {
    for (const exchange::FolderJob& job : folder_.jobs) {
      const exchange::FolderHistory& history = *folder_.history;
      YearKind kind;
      kind.id = job.id.text();
      kind.guild = guilds_.at(job.draft.guild.text());
      const model::SectorId& sector =
          job.draft.sector.text().empty() ? folder_.guilds[kind.guild].sector : job.draft.sector;
      kind.sector = sectors_.at(sector.text());
      kind.importance = std::max(job.draft.importance, 1U);
      kind.attraction = (percent_for(history.fill, job, "usual") - 85.0) / 20;
      const double missed = percent_for(history.no_show_percent, job, "settled");
      kind.no_show = no_shows_ == NoShowLevel::folder
                         ? missed / 100
                         : std::clamp(0.10 + (missed - 2) * 0.30 / 23, 0.10, 0.40);
      kind.required = certificates_of(job.draft.certificates);
      kind.trainees_max = job.draft.trainees_max;
      world_.kinds.push_back(std::move(kind));
    }
  }

  // New tastes for somebody: everything that the folder does not say.
  YearPerson taste(const FolderPerson& folder, bool has_interests) {
    const Readiness readiness = readiness_of(folder.participation);
    YearPerson person;
    person.certificates = certificates_of(folder.certificates);
    person.wished_minutes = readiness.wished_minutes;
    person.minutes_max = static_cast<std::int64_t>(static_cast<double>(readiness.wished_minutes) *
                                                   (1.6 + 0.4 * uniform(random_)));
    person.places_max = readiness.places_max;
    person.willing_share = readiness.willing_share;
    person.turn_acceptance = readiness.turn_acceptance;
    const auto says = [&](const char* word) {
      return folder.availability.find(word) != std::string::npos;
    };
    constexpr std::array parts{"mornings", "afternoons", "evenings"};
    for (std::size_t part = 0; part < week_parts; ++part) {
      const bool is_weekend = part / 3 >= 5;
      const bool is_named = says("any") || folder.availability.empty() ||
                            says(is_weekend ? "weekends" : parts[part % 3]);
      const bool is_open = random_.chance(1, 2);
      person.open[part] = is_named || is_open;
    }
    for (double& value : person.part_taste) value = gumbel(uniform(random_), 1);
    for (std::size_t k = 0; k < world_.kinds.size(); ++k) {
      const model::TaskDraft& draft = folder_.jobs[k].draft;
      double value = gumbel(uniform(random_), 1.5);
      if (std::ranges::find(folder.guilds, draft.guild) != folder.guilds.end()) value += 1;
      const bool is_interesting = std::ranges::any_of(draft.skills_helpful, [&](const auto& skill) {
        return std::ranges::find(folder.interests, skill) != folder.interests.end();
      });
      if (has_interests && is_interesting) value += 1;
      person.kind_taste.push_back(value);
      person.would_learn.push_back(would_learn(folder, draft, has_interests));
    }
    forbid_least_liked(person);
    return person;
  }

  // As the app asks: work of their own guild, and what they wish to learn.
  static bool would_learn(const FolderPerson& folder, const model::TaskDraft& draft,
                          bool has_interests) {
    const auto is_wished = [&](const model::SkillId& skill) {
      return std::ranges::find(folder.aspirations, skill) != folder.aspirations.end();
    };
    return std::ranges::find(folder.guilds, draft.guild) != folder.guilds.end() ||
           (has_interests && (std::ranges::any_of(draft.skills_taught, is_wished) ||
                              std::ranges::any_of(draft.certificates, is_wished)));
  }

  void forbid_least_liked(YearPerson& person) const {
    std::vector<double> likings;
    likings.reserve(world_.kinds.size());
    for (std::size_t k = 0; k < world_.kinds.size(); ++k)
      likings.push_back(world_.kinds[k].attraction + person.kind_taste[k]);
    std::vector<double> sorted = likings;
    std::ranges::sort(sorted);
    const double least = sorted[sorted.size() / 10];
    for (const double liking : likings) person.never.push_back(liking < least);
  }

  void add_person(const FolderPerson& folder) {
    world_.members.push_back({{0, 0, taste(folder, true)}});
    const YearPerson& person = world_.members.back().front().person;
    CallPerson caller;
    caller.readiness = readiness_of(folder.participation).called;
    for (std::size_t g = 0; g < caller.guilds.size() && !folder.guilds.empty(); ++g)
      caller.guilds[g] = guilds_.at(folder.guilds[std::min(g, folder.guilds.size() - 1)].text());
    caller.minutes_away = static_cast<std::uint32_t>(random_.between(2, 8));
    for (std::size_t part = 0; part < caller.own_hours.size(); ++part) {
      int days = 0;
      for (std::size_t day = 0; day < 7; ++day) days += person.open[day * 3 + part] ? 1 : 0;
      caller.own_hours[part] = days >= 4;
    }
    const std::uint64_t budget = random_.below(4);
    caller.budget = budget == 0   ? recommend::PingBudget{1, 2}
                    : budget == 3 ? recommend::PingBudget{2, 5}
                                  : recommend::PingBudget{1, 3};
    caller.lets_urgent_through = random_.chance(1, 3);
    world_.callers.push_back(caller);
  }

  // They ring for one call a week from elsewhere and keep the rest of their pings for home.
  void add_neighbours() {
    for (std::size_t i = 0; i < neighbour_count; ++i) {
      world_.neighbours.push_back(make_neighbour(random_));
      world_.neighbours.back().budget = {1, 1};
    }
  }

  // A tenth leaves in the year; whoever follows learns what needs a certificate.
  void let_people_change() {
    const std::uint64_t leaving = folder_.people.size() * weeks_ / 52 / 10;
    for (std::uint64_t i = 0; i < leaving; ++i) {
      const std::size_t slot = random_.below(world_.members.size());
      if (world_.members[slot].size() > 1) continue;
      const auto week = static_cast<std::uint32_t>(random_.below(weeks_));
      const Certificates certificates = world_.members[slot].front().person.certificates;
      YearPerson newcomer = taste(folder_.people[slot], false);
      newcomer.certificates.reset();
      world_.members[slot].push_back({week, week, newcomer});
      newcomer.certificates = certificates;
      world_.members[slot].push_back({week + training_weeks, week, newcomer});
    }
  }

  core::Result<void> add_work() {
    world_.weeks.resize(weeks_);
    std::vector<double> table(weeks_);
    for (double& share : table) share = 0.8 + 0.4 * uniform(random_);
    const calendar::Zone zone = TRY(calendar::Zone::open(folder_.zone));
    const calendar::LocalTime first = TRY(calendar::parse_date(first_monday));
    const core::Time from = zone.time_of(first);
    const core::Time to = zone.time_of(first + core::days(7 * std::int64_t{weeks_}));
    for (std::uint32_t k = 0; k < folder_.jobs.size(); ++k) {
      for (const exchange::FolderTimes& times : folder_.jobs[k].when) {
        const std::string begin = std::string(first_monday) + "T" + times.start;
        const auto dates = TRY(calendar::expand(times.rule, begin, zone, from, to, 100'000));
        for (const calendar::Occurrence& date : dates) {
          const std::int64_t minute = (date.local.seconds - first.seconds) / 60;
          const auto week = static_cast<std::size_t>(minute / week_minutes);
          if (week >= weeks_) continue;
          YearTask task = task_of(k, table[week]);
          task.begin_minute = minute;
          task.end_minute = minute + times.minutes;
          task.minutes = times.minutes;
          world_.weeks[week].push_back(task);
        }
      }
      add_open_ended(k, table);
    }
    for (std::vector<YearTask>& week : world_.weeks)
      std::ranges::stable_sort(week, {}, &YearTask::begin_minute);
    return {};
  }

  [[nodiscard]] YearTask task_of(std::uint32_t kind, double table) const {
    const exchange::FolderJob& job = folder_.jobs[kind];
    YearTask task;
    task.kind = kind;
    task.people_min = job.draft.people_min;
    task.people_max = std::max(job.draft.people_max, 1U);
    if (job.draft.diners_per_person > 0) {
      const auto diners = static_cast<std::uint32_t>(std::lround(job.draft.diners * table));
      task.people_min =
          std::min(clearing::people_for(diners, job.draft.diners_per_person), task.people_max);
    }
    return task;
  }

  void add_open_ended(std::uint32_t kind, const std::vector<double>& table) {
    const exchange::FolderJob& job = folder_.jobs[kind];
    if (!job.open_ended) return;
    for (std::uint32_t day = 0; day < 7 * weeks_; day += job.open_ended->every_days) {
      YearTask task = task_of(kind, table[day / 7]);
      task.minutes = job.open_ended->minutes;
      world_.weeks[day / 7].push_back(task);
    }
  }

  // Roofs, trees, pumps: work of the kinds of maintenance that need no certificate.
  void break_a_storm() {
    world_.storm_week = weeks_ * 3 / 4;
    std::vector<std::uint32_t> kinds;
    for (std::uint32_t k = 0; k < world_.kinds.size(); ++k) {
      if (world_.sectors[world_.kinds[k].sector] == "maintenance" &&
          world_.kinds[k].required.none())
        kinds.push_back(k);
    }
    if (kinds.empty()) return;
    for (int i = 0; i < storm_tasks; ++i) {
      YearTask task;
      task.kind = kinds[random_.below(kinds.size())];
      task.begin_minute = world_.storm_week * week_minutes + random_.between(0, 6) * day_minutes +
                          random_.between(10 * 60, 19 * 60);
      task.minutes = 90;
      task.end_minute = task.begin_minute + task.minutes;
      task.people_min = static_cast<std::uint32_t>(random_.between(2, 4));
      task.people_max = task.people_min + 2;
      task.known_minute = task.begin_minute - random_.between(120, 360);
      world_.weeks[world_.storm_week].push_back(task);
    }
  }

  const CommuneFolder& folder_;
  core::Random random_;
  std::uint32_t weeks_;
  NoShowLevel no_shows_;
  YearWorld world_;
  std::map<std::string, std::uint32_t> guilds_;
  std::map<std::string, std::uint32_t> sectors_;
  std::map<std::string, std::size_t> certificates_;
};

const Membership& membership(const YearWorld& world, std::size_t slot, std::uint32_t week) {
  const std::vector<Membership>& in_turn = world.members[slot];
  std::size_t last = 0;
  while (last + 1 < in_turn.size() && in_turn[last + 1].from_week <= week) ++last;
  return in_turn[last];
}

}  // namespace

const YearPerson& YearWorld::person(std::size_t slot, std::uint32_t week) const {
  return membership(*this, slot, week).person;
}

std::uint32_t YearWorld::joined_week(std::size_t slot, std::uint32_t week) const {
  return membership(*this, slot, week).joined_week;
}

bool YearWorld::is_free(std::size_t slot, std::uint32_t week, const YearTask& task) const {
  if (!task.is_timed()) return true;
  const std::size_t part = part_of_week(task.begin_minute);
  if (!person(slot, week).open[part]) return false;
  return draw(*this, Luck::busy, slot, week, part) >= 1.0 / 7;
}

double YearWorld::liking(std::size_t slot, std::uint32_t week, std::size_t index) const {
  const YearPerson& who = person(slot, week);
  const YearTask& task = weeks[week][index];
  double liking = kinds[task.kind].attraction + who.kind_taste[task.kind];
  if (task.is_timed()) {
    const std::size_t part = part_of_week(task.begin_minute);
    liking += who.part_taste[part % 3 + (part / 3 >= 5 ? 3 : 0)];
  }
  return liking + gumbel(draw(*this, Luck::taste, slot, week, index), 0.5);
}

double draw(const YearWorld& world, Luck luck, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  std::uint64_t state = world.seed ^ static_cast<std::uint64_t>(luck);
  for (const std::uint64_t part : {a, b, c}) state = core::Random(state ^ part).next();
  core::Random random(state);
  return uniform(random);
}

double no_show_chance(const YearWorld& world, std::uint32_t kind, std::uint32_t week) {
  const double usual = world.kinds[kind].no_show;
  const bool is_stormy = world.storm_week != 0 && week == world.storm_week;
  return is_stormy ? std::min(2 * usual, 0.8) : usual;
}

core::Result<YearWorld> make_year_world(const CommuneFolder& folder,
                                        const YearWorldOptions& options) {
  CHECK(options.weeks >= 1 && options.weeks <= year_weeks_max);
  return YearMaker(folder, options).make();
}

}  // namespace commune::evaluation
