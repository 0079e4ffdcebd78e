// Everything the common state consists of, one alternative per kind of record. The number of a kind
// is part of the snapshot format and never changes.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "model/alert.h"
#include "model/commune.h"
#include "model/round.h"
#include "model/task.h"

namespace commune::model {

using Record = std::variant<Commune, Sector, Venue, Skill, Guild, Member, Invitation, Template,
                            Series, Task, Round, Willing, Clearing, Device, Alert>;

// What each record is found by.
[[nodiscard]] inline const ChainId& id_of(const Commune& record) { return record.chain; }
[[nodiscard]] inline const SectorId& id_of(const Sector& record) { return record.sector; }
[[nodiscard]] inline const VenueId& id_of(const Venue& record) { return record.venue; }
[[nodiscard]] inline const SkillId& id_of(const Skill& record) { return record.skill; }
[[nodiscard]] inline const GuildId& id_of(const Guild& record) { return record.guild; }
[[nodiscard]] inline const MemberId& id_of(const Member& record) { return record.member; }
[[nodiscard]] inline const PublicKey& id_of(const Invitation& record) {
  return record.invitation_key;
}
[[nodiscard]] inline const TemplateId& id_of(const Template& record) { return record.kind; }
[[nodiscard]] inline const SeriesId& id_of(const Series& record) { return record.series; }
[[nodiscard]] inline const TaskId& id_of(const Task& record) { return record.task; }
[[nodiscard]] inline const RoundId& id_of(const Round& record) { return record.round; }
[[nodiscard]] inline const WillingId& id_of(const Willing& record) { return record.willing; }
[[nodiscard]] inline const RoundId& id_of(const Clearing& record) { return record.round; }
[[nodiscard]] inline const PublicKey& id_of(const Device& record) { return record.key; }
[[nodiscard]] inline const AlertId& id_of(const Alert& record) { return record.alert; }

template <class Noun>
using IdOf = std::remove_cvref_t<decltype(id_of(std::declval<const Noun&>()))>;

// The name of a record in the state digest, for example "task/0123…". Unique over all kinds.
[[nodiscard]] std::string record_key(const Commune& record);
[[nodiscard]] std::string record_key(const Sector& record);
[[nodiscard]] std::string record_key(const Venue& record);
[[nodiscard]] std::string record_key(const Skill& record);
[[nodiscard]] std::string record_key(const Guild& record);
[[nodiscard]] std::string record_key(const Member& record);
[[nodiscard]] std::string record_key(const Invitation& record);
[[nodiscard]] std::string record_key(const Template& record);
[[nodiscard]] std::string record_key(const Series& record);
[[nodiscard]] std::string record_key(const Task& record);
[[nodiscard]] std::string record_key(const Round& record);
[[nodiscard]] std::string record_key(const Willing& record);
[[nodiscard]] std::string record_key(const Clearing& record);
[[nodiscard]] std::string record_key(const Device& record);
[[nodiscard]] std::string record_key(const Alert& record);

}  // namespace commune::model
