#include "exchange/demo_history.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "calendar/period.h"
#include "calendar/recurrence.h"
#include "core/check.h"
#include "core/hash.h"
#include "core/random.h"
#include "exchange/demo_life.h"
#include "exchange/demo_people.h"
#include "exchange/demo_script.h"
#include "exchange/demo_signer.h"
#include "ledger/apply.h"
#include "ledger/founding.h"
#include "wire/record_codec.h"

namespace commune::exchange {
namespace {

using core::Result;
using core::Time;

constexpr core::Seconds block_span = core::minutes(10);
constexpr std::size_t unasked_a_week = 6;

template <class Id>
Id demo_id(std::string_view label, std::string_view name, std::uint64_t number) {
  const std::string text = fmt::format("{}/{}", name, number);
  const auto id = Id::from(core::labelled_hash(label, {core::as_bytes(text)}).view().first(16));
  CHECK(id.has_value());
  return *id;
}

// Everything that leads to the steps of a demo's past.
class Story {
 public:
  Story(const CommuneFolder& folder, const calendar::Zone& zone, Time now)
      : folder_(folder),
        zone_(zone),
        now_(now),
        random_(folder.history->seed),
        people_(folder, zone),
        this_week_(calendar::period_at(zone, calendar::PeriodKind::week, now).from),
        first_week_(this_week_ - core::days(7 * std::int64_t{folder.history->weeks})) {}

  [[nodiscard]] Time founded_at() const { return first_week_ - core::days(3); }
  [[nodiscard]] const DemoPeople& people() const { return people_; }

  [[nodiscard]] Result<std::vector<DemoStep>> tell() {
    people_arrive();
    grant_certificates();
    TRY_VOID(ask_standing_requests());
    ask_open_ended();
    record_unasked();
    post_urgent();
    open_round();
    std::ranges::stable_sort(tasks_, {}, [](const DemoTask& task) { return task.draft.start; });
    DemoLife life(folder_, people_, random_, now_);
    for (const DemoTask& task : tasks_) life.live(task, steps_);
    std::ranges::stable_sort(steps_, {}, &DemoStep::time);
    std::erase_if(steps_, [&](const DemoStep& step) { return step.time >= now_; });
    return std::move(steps_);
  }

 private:
  void people_arrive() {
    const Time at = founded_at() + core::hours(1);
    for (std::size_t i = 0; i < people_.count(); ++i) {
      const FolderPerson& person = people_.folder_person(i);
      steps_.push_back({at, ByNewcomer{i}, model::Join{.name = person.name}});
      for (const auto& guild : person.guilds) {
        steps_.push_back({at + core::hours(1), ByMember{i}, model::JoinGuild{.guild = guild}});
      }
    }
    for (const auto& guild : folder_.guilds) {
      const auto first = people_.find_steward(guild.guild);
      for (std::size_t i = 0; i < people_.count(); ++i) {
        if (std::ranges::count(people_.folder_person(i).stewards_of, guild.guild) == 0) continue;
        steps_.push_back(
            {at + core::hours(2), ByMember{*first},
             model::GrantStewardship{.guild = guild.guild, .member = people_.member(i)}});
      }
    }
  }

  void grant_certificates() {
    for (std::size_t i = 0; i < people_.count(); ++i) {
      for (const auto& skill : people_.folder_person(i).certificates) {
        const auto known = std::ranges::find(folder_.skills, skill, &model::Skill::skill);
        CHECK(known != folder_.skills.end());
        const auto by = people_.find_steward(known->certified_by);
        if (!by) continue;
        steps_.push_back({founded_at() + core::hours(4), ByMember{*by},
                          model::GrantCertificate{.skill = skill,
                                                  .member = people_.member(i),
                                                  .valid_until = founded_at() + core::days(730)}});
      }
    }
  }

  Result<void> ask_standing_requests() {
    for (const FolderJob& job : folder_.jobs) {
      const auto by = people_.find_steward(job.draft.guild);
      for (std::size_t i = 0; i < job.when.size() && by; ++i) {
        const FolderTimes& times = job.when[i];
        const auto series = demo_id<model::SeriesId>("commune/demo/series/v1", job.id.text(), i);
        model::TaskDraft draft = job.draft;
        draft.kind = job.id;
        draft.minutes = 0;
        const std::string first =
            to_date_text(zone_.local_of(first_week_ + core::hours(12))) + "T" + times.start;
        steps_.push_back({founded_at() + core::hours(6), ByMember{*by},
                          model::PostSeries{.series = series,
                                            .draft = draft,
                                            .first_local = first,
                                            .rule = times.rule,
                                            .length_minutes = times.minutes}});
        TRY_VOID(post_occurrences(series, draft, times, first));
      }
    }
    return {};
  }

  // The node's keeper posts the dates of the next four weeks, every Monday.
  Result<void> post_occurrences(const model::SeriesId& series, const model::TaskDraft& draft,
                                const FolderTimes& times, const std::string& first) {
    const auto ahead = core::days(7 * std::int64_t{folder_.history->ahead_weeks});
    const auto dates =
        TRY(calendar::expand(times.rule, first, zone_, first_week_, this_week_ + ahead, 1000));
    for (const calendar::Occurrence& date : dates) {
      const auto weeks_before = (date.start - ahead - first_week_).count / (7 * 86400);
      const Time posted = date.start - ahead < first_week_
                              ? founded_at() + core::days(1)
                              : first_week_ + core::days(7 * (weeks_before + 1)) + core::hours(5);
      if (posted >= now_) continue;
      const std::string local = to_text(date.local);
      const Time end = date.start + core::minutes(times.minutes);
      steps_.push_back({posted, ByKeeper{},
                        model::PostOccurrence{
                            .series = series, .local = local, .start = date.start, .end = end}});
      DemoTask task{model::occurrence_id_of(series, local), draft, posted};
      task.draft.start = date.start;
      task.draft.end = end;
      task.draft.minutes = times.minutes;
      tasks_.push_back(std::move(task));
    }
    return {};
  }

  void ask_open_ended() {
    for (const FolderJob& job : folder_.jobs) {
      const auto by = people_.find_steward(job.draft.guild);
      if (!job.open_ended || !by) continue;
      const auto every = core::days(job.open_ended->every_days);
      std::uint64_t number = 0;
      for (Time at = first_week_ + core::hours(9); at < now_; at = at + every) {
        DemoTask task{demo_id<model::TaskId>("commune/demo/task/v1", job.id.text(), number++),
                      job.draft, at};
        task.draft.kind = job.id;
        task.draft.minutes = job.open_ended->minutes;
        task.draft.due = at + every;
        steps_.push_back(
            {at, ByMember{*by}, model::PostTask{.task = task.id, .draft = task.draft}});
        tasks_.push_back(std::move(task));
      }
    }
  }

  void record_unasked() {
    if (folder_.unasked.empty()) return;
    std::uint64_t number = 0;
    for (Time week = first_week_; week < now_; week = week + core::days(7)) {
      for (std::size_t i = 0; i < unasked_a_week; ++i) {
        const FolderUnasked& work = folder_.unasked[random_.below(folder_.unasked.size())];
        const Time start = week + core::hours(random_.between(8, 160));
        const Time at = start + core::minutes(work.minutes + random_.between(5, 600));
        const auto people = static_cast<std::uint32_t>(random_.between(1, 2));
        const auto by = random_.below(people_.count());
        if (at >= now_) continue;
        steps_.push_back(
            {at, ByMember{by},
             model::RecordUnasked{
                 .task = demo_id<model::TaskId>("commune/demo/unasked/v1", work.title, number++),
                 .guild = work.guild,
                 .title = work.title,
                 .start = start,
                 .minutes = work.minutes,
                 .people = people,
                 .guests = people > 1 && random_.chance(1, 4) ? 1U : 0U}});
      }
    }
  }

  // Nobody has answered yet: it is for whoever looks at the demo.
  void post_urgent() {
    constexpr std::int64_t half_hour = 1800;
    std::uint64_t number = 0;
    for (const auto& kind : folder_.history->urgent) {
      const auto job = std::ranges::find(folder_.jobs, kind, &FolderJob::id);
      CHECK(job != folder_.jobs.end());
      const auto by = people_.find_steward(job->draft.guild);
      if (!by) continue;
      model::TaskDraft draft = job->draft;
      draft.kind = kind;
      draft.urgency = model::Urgency::urgent;
      draft.start =
          Time{(now_.seconds / half_hour + 3 + static_cast<std::int64_t>(number)) * half_hour};
      draft.end = draft.start + core::hours(1);
      draft.minutes = 60;
      steps_.push_back({now_ - core::minutes(40), ByMember{*by},
                        model::PostTask{.task = demo_id<model::TaskId>("commune/demo/urgent/v1",
                                                                       kind.text(), number),
                                        .draft = draft}});
      ++number;
    }
  }

  // The week after the next Sunday evening that is not too near to say something.
  void open_round() {
    const calendar::LocalTime monday = zone_.local_of(this_week_);
    for (int weeks = 1;; ++weeks) {
      const calendar::LocalTime from = monday + core::days(7 * std::int64_t{weeks});
      const Time closes_at = zone_.time_of(from) - core::hours(6);
      if (closes_at < now_ + core::hours(12)) continue;
      const auto round = demo_id<model::RoundId>("commune/demo/round/v1", folder_.name, 0);
      steps_.push_back({now_ - core::hours(2), ByKeeper{},
                        model::OpenRound{.round = round,
                                         .from = zone_.time_of(from),
                                         .until = zone_.time_of(from + core::days(7)),
                                         .closes_at = closes_at,
                                         .confirm_by = zone_.time_of(from + core::days(1)),
                                         .weekly = true}});
      return;
    }
  }

  const CommuneFolder& folder_;
  const calendar::Zone& zone_;
  Time now_;
  core::Random random_;
  DemoPeople people_;
  Time this_week_;
  Time first_week_;
  std::vector<DemoTask> tasks_;
  std::vector<DemoStep> steps_;
};

// Signs the steps and lets the ledger have its say about each.
Result<std::vector<PastBlock>> sign_and_apply(const std::vector<DemoStep>& steps,
                                              DemoSigners& signers, ledger::State state) {
  std::vector<PastBlock> past;
  for (auto first = steps.begin(); first != steps.end();) {
    const Time end = first->time + block_span;
    const auto last =
        std::find_if(first, steps.end(), [&](const DemoStep& step) { return step.time >= end; });
    PastBlock& block = past.emplace_back();
    block.time = std::prev(last)->time;
    ledger::begin_block(state, block.time);
    for (; first != last; ++first) {
      SignedStep signed_step = signers.sign(*first);
      const auto outcome = ledger::apply(state, signed_step.verified, block.time);
      if (!outcome) {
        return core::fail(
            core::ErrorCode::invalid,
            fmt::format("the demo's {} at {} was refused: {}", model::name_of(first->command),
                        first->time.seconds, ledger::name_of(outcome.error())));
      }
      block.commands.push_back(std::move(signed_step.bytes));
    }
  }
  return past;
}

}  // namespace

model::Genesis make_genesis(const CommuneFolder& folder, Time founded_at,
                            const model::PublicKey& keeper,
                            std::vector<model::Invitation> invitations) {
  model::Genesis genesis{.name = folder.name,
                         .zone = folder.zone,
                         .founded_at = founded_at,
                         .demo = folder.demo,
                         .keeper = keeper,
                         .sectors = folder.sectors,
                         .venues = folder.venues,
                         .skills = folder.skills,
                         .guilds = folder.guilds,
                         .invitations = std::move(invitations),
                         .adults = folder.adults,
                         .children = folder.children};
  for (const FolderJob& job : folder.jobs) {
    genesis.templates.push_back({.kind = job.id, .draft = job.draft});
    genesis.templates.back().draft.kind = model::TemplateId{};
  }
  return genesis;
}

Result<FoundedCommune> make_demo_commune(const CommuneFolder& folder,
                                         const trust::SigningKey& keeper, Time now) {
  if (!folder.history) {
    return core::fail(core::ErrorCode::invalid, "this folder has no history.yaml");
  }
  const calendar::Zone zone = TRY(calendar::Zone::open(folder.zone));
  Story story(folder, zone, now);
  const auto steps = TRY(story.tell());
  std::vector<model::Invitation> invitations =
      DemoSigners::invitations(folder.people.size(), story.founded_at() + core::days(2));
  FoundedCommune founded;
  founded.genesis = make_genesis(folder, story.founded_at(), keeper.public_key(), invitations);
  const model::ChainId chain = wire::chain_id_of(founded.genesis);
  ledger::State state = TRY(ledger::found(founded.genesis, chain));
  DemoSigners signers(story.people(), keeper, chain);
  founded.past = TRY(sign_and_apply(steps, signers, std::move(state)));
  return founded;
}

}  // namespace commune::exchange
