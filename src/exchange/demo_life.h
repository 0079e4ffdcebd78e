// The life of one task in the demo: who takes it, who hands it back, who comes, what they say.
// Works on (draft, id, posted) and appends steps; chance comes from the seed alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/random.h"
#include "core/time.h"
#include "exchange/commune_folder.h"
#include "exchange/demo_people.h"
#include "exchange/demo_script.h"

namespace commune::exchange {

struct DemoTask {
  model::TaskId id;
  model::TaskDraft draft;  // complete: with start and end, or open-ended with due
  core::Time posted;
};

class DemoLife {
 public:
  DemoLife(const CommuneFolder& folder, DemoPeople& people, core::Random& random, core::Time now)
      : folder_(folder), people_(people), random_(random), now_(now) {}

  // Appends everything that happens to the task until now.
  void live(const DemoTask& task, std::vector<DemoStep>& steps);

 private:
  struct Taken {
    std::size_t person;
    core::Time at;
    bool trainee;
  };

  void take_places(const DemoTask& task, std::vector<Taken>& taken, std::vector<DemoStep>& steps);
  void take(const DemoTask& task, bool trainee, std::vector<Taken>& taken,
            std::vector<DemoStep>& steps);
  void hand_back(const DemoTask& task, std::vector<Taken>& taken, std::vector<DemoStep>& steps);
  // Some who cannot come after all keep their place until somebody takes it over.
  void seek_swaps(const DemoTask& task, const std::vector<Taken>& taken,
                  std::vector<DemoStep>& steps);
  // Guests who help, another hour, called off: returns the task as it is now, nothing if it is off.
  // `settled` is when the last person took a place or handed one back.
  std::optional<DemoTask> guild_changes(const DemoTask& task, const std::vector<Taken>& taken,
                                        core::Time settled, std::vector<DemoStep>& steps);
  void do_work(const DemoTask& task, const std::vector<Taken>& taken, std::vector<DemoStep>& steps);
  void say_how_it_was(const DemoTask& task, const Taken& place, core::Time after,
                      std::vector<DemoStep>& steps);
  void confirm(const DemoTask& task, const std::vector<std::size_t>& done_by, core::Time after,
               std::vector<DemoStep>& steps);
  [[nodiscard]] std::uint32_t fill_percent(const DemoTask& task) const;
  [[nodiscard]] core::Time moment_between(core::Time from, core::Time to);

  const CommuneFolder& folder_;
  DemoPeople& people_;
  core::Random& random_;
  core::Time now_;
};

// The percentage for a task: its kind's, else its guild's, else the one of `usual`.
[[nodiscard]] std::uint32_t percent_for(const std::map<std::string, std::uint32_t>& table,
                                        const model::TaskDraft& draft, const std::string& usual);

}  // namespace commune::exchange
