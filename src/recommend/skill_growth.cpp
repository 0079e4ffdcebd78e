#include "recommend/skill_growth.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace commune::recommend {

std::vector<SkillProposal> propose_skills(std::span<const FinishedPlace> finished,
                                          std::span<const model::SkillId> settled,
                                          const SkillGrowthOptions& options) {
  std::map<model::SkillId, SkillProposal> practised;
  for (const FinishedPlace& place : finished) {
    if (!place.trainee && !place.learnt_something) continue;
    const std::set<model::SkillId> taught(place.skills_taught.begin(), place.skills_taught.end());
    for (const model::SkillId& skill : taught) {
      SkillProposal& proposal = practised[skill];
      proposal.skill = skill;
      ++proposal.times;
      proposal.minutes += place.minutes;
      proposal.last = std::max(proposal.last, place.ended);
    }
  }
  for (const model::SkillId& skill : settled) practised.erase(skill);
  std::vector<SkillProposal> proposals;
  for (const auto& [skill, proposal] : practised) {
    if (proposal.times >= options.times_min) proposals.push_back(proposal);
  }
  std::ranges::stable_sort(proposals, [](const SkillProposal& a, const SkillProposal& b) {
    return std::tie(b.times, b.last) < std::tie(a.times, a.last);
  });
  return proposals;
}

}  // namespace commune::recommend
