#include "model/record.h"

namespace commune::model {

std::string record_key(const Commune&) { return "commune"; }
std::string record_key(const Sector& record) { return "sector/" + record.sector.text(); }
std::string record_key(const Venue& record) { return "venue/" + record.venue.text(); }
std::string record_key(const Skill& record) { return "skill/" + record.skill.text(); }
std::string record_key(const Guild& record) { return "guild/" + record.guild.text(); }
std::string record_key(const Member& record) { return "member/" + record.member.hex(); }
std::string record_key(const Invitation& record) {
  return "invitation/" + record.invitation_key.hex();
}
std::string record_key(const Template& record) { return "template/" + record.kind.text(); }
std::string record_key(const Series& record) { return "series/" + record.series.hex(); }
std::string record_key(const Task& record) { return "task/" + record.task.hex(); }
std::string record_key(const Round& record) { return "round/" + record.round.hex(); }
std::string record_key(const Willing& record) { return "willing/" + record.willing.hex(); }
std::string record_key(const Clearing& record) { return "clearing/" + record.round.hex(); }
std::string record_key(const Device& record) { return "device/" + record.key.hex(); }
std::string record_key(const Alert& record) { return "alert/" + record.alert.hex(); }

}  // namespace commune::model
