#include "load/history.h"

#include <algorithm>
#include <functional>
#include <thread>

#include "core/check.h"
#include "node/workers.h"

namespace commune::bench {
namespace {

constexpr core::Seconds past = core::days(56);
constexpr core::Seconds ahead = core::days(28);

// A command that is not signed yet: signing is what takes time, so it is spread over the cores.
struct Step {
  core::Time time;
  std::function<core::Bytes()> sign;
};

class Script {
 public:
  Script(const BenchCommune& commune, core::Time now) : commune_(commune), now_(now) {}

  void everybody_joins(core::Time at) {
    for (std::size_t person = 0; person < commune_.people(); ++person) {
      add(at, [this, person, at] { return commune_.join(person, at); });
      member(at + core::minutes(1), person,
             model::JoinGuild{BenchCommune::guild(guild_of(person))});
    }
  }

  void task(std::size_t number, std::size_t places, core::Time start) {
    const std::size_t poster = number * 7919 % commune_.people();
    const auto draft = draft_of(number, poster, start);
    const model::TaskId id = task_id_of("past", number);
    const core::Time posted = std::min(start - core::days(7), now_ - core::hours(1));
    member(std::max(posted, commune_.genesis().founded_at + core::hours(1)), poster,
           model::PostTask{id, draft});
    const bool is_past = draft.end + core::hours(1) < now_;
    const std::size_t takers = is_past ? places : 1;
    for (std::size_t i = 1; i <= takers; ++i) {
      const std::size_t person = (poster + i * 131) % commune_.people();
      place(id, person, draft, is_past);
    }
    if (is_past) member(draft.end + core::minutes(50), poster, model::ConfirmDone{id});
  }

  std::vector<Step> take() {
    std::ranges::stable_sort(steps_, {}, [](const Step& step) { return step.time; });
    return std::move(steps_);
  }

 private:
  void place(const model::TaskId& id, std::size_t person, const model::TaskDraft& draft,
             bool is_past) {
    const core::Time at = is_past ? std::max(draft.start - core::days(1),
                                             commune_.genesis().founded_at + core::hours(2))
                                  : now_ - core::minutes(30);
    add(at, [this, id, person, at] {
      const trust::SigningKey own(trust::participant_seed(BenchCommune::root_seed(person), id));
      const model::TakePlace take{id, own.public_key(), false, person % 3 != 0};
      return commune_.sign_as_member(take, person, at);
    });
    if (!is_past) return;
    const core::Time done = draft.end + core::minutes(20);
    add(done, [this, id, person, done] {
      return commune_.sign(model::MarkDone{id, 60},
                           trust::participant_seed(BenchCommune::root_seed(person), id),
                           model::CredentialKind::participant, done);
    });
  }

  void member(core::Time at, std::size_t person, model::Command command) {
    add(at, [this, at, person, command = std::move(command)] {
      return commune_.sign_as_member(command, person, at);
    });
  }
  void add(core::Time at, std::function<core::Bytes()> sign) {
    steps_.push_back({at, std::move(sign)});
  }

  const BenchCommune& commune_;
  core::Time now_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<node::DatedCommand> make_history(const BenchCommune& commune, const HistorySize& size,
                                             core::Time now) {
  Script script(commune, now);
  const core::Time founded = commune.genesis().founded_at;
  CHECK(founded <= now - past);
  script.everybody_joins(founded);
  const std::int64_t span = past.count + ahead.count;
  for (std::size_t i = 0; i < size.tasks; ++i) {
    // Evenly over the twelve weeks, on the quarter hour.
    const auto offset = static_cast<std::int64_t>(i) * span / static_cast<std::int64_t>(size.tasks);
    const core::Time start = founded + core::hours(24) + core::Seconds{offset / 900 * 900};
    script.task(i, size.places_per_task, start);
  }
  const auto steps = script.take();
  std::vector<node::DatedCommand> history(steps.size());
  node::Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  workers.for_each_index(steps.size(),
                         [&](std::size_t i) { history[i] = {steps[i].time, steps[i].sign()}; });
  return history;
}

}  // namespace commune::bench
