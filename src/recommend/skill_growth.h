// Skills grow by doing: what somebody learnt at a trainee's place is proposed to them for their
// profile ("You learnt baking twice. Add it?"). A pure function of what lies on the device; nobody
// else hears of it, and it adds nothing by itself.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/time.h"
#include "model/ids.h"

namespace commune::recommend {

// A place that is done.
struct FinishedPlace {
  std::vector<model::SkillId> skills_taught;  // by the task
  core::Time ended;
  std::uint32_t minutes = 0;
  bool trainee = false;
  bool learnt_something = false;  // the owner's own feedback
};

struct SkillProposal {
  model::SkillId skill;
  std::uint32_t times = 0;
  std::uint32_t minutes = 0;
  core::Time last;
  friend bool operator==(const SkillProposal&, const SkillProposal&) = default;
};

struct SkillGrowthOptions {
  std::uint32_t times_min = 2;
};

// Skills practised at trainee places, and at other places where the owner said that they learnt
// something, at least `times_min` times. Not those in `settled`: had already, or refused. Most
// often practised first, then the latest, then by name.
[[nodiscard]] std::vector<SkillProposal> propose_skills(std::span<const FinishedPlace> finished,
                                                        std::span<const model::SkillId> settled,
                                                        const SkillGrowthOptions& options = {});

}  // namespace commune::recommend
