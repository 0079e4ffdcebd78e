// Commands about guilds, their stewards, skills, certificates and venues.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct FoundGuild {
  GuildId guild{};  // slug
  std::string name{};
  SectorId sector{};  // slug
  std::string about{};
  friend bool operator==(const FoundGuild&, const FoundGuild&) = default;
};

template <Of<FoundGuild> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
  visit(2, "name", noun.name);
  visit(3, "sector", noun.sector);
  visit(4, "about", noun.about);
}

struct ChangeGuild {
  GuildId guild{};
  std::string name{};
  std::string about{};
  friend bool operator==(const ChangeGuild&, const ChangeGuild&) = default;
};

template <Of<ChangeGuild> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
  visit(2, "name", noun.name);
  visit(3, "about", noun.about);
}

struct JoinGuild {
  GuildId guild{};
  friend bool operator==(const JoinGuild&, const JoinGuild&) = default;
};

template <Of<JoinGuild> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
}

struct LeaveGuild {
  GuildId guild{};
  friend bool operator==(const LeaveGuild&, const LeaveGuild&) = default;
};

template <Of<LeaveGuild> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
}

struct GrantStewardship {
  GuildId guild{};
  MemberId member{};
  friend bool operator==(const GrantStewardship&, const GrantStewardship&) = default;
};

template <Of<GrantStewardship> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
  visit(2, "member", noun.member);
}

struct StepDown {
  GuildId guild{};
  friend bool operator==(const StepDown&, const StepDown&) = default;
};

template <Of<StepDown> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
}

struct PutSkill {
  SkillId skill{};  // slug
  std::string name{};
  SectorId sector{};       // slug, may be empty
  GuildId certified_by{};  // guild, empty for an ordinary skill
  friend bool operator==(const PutSkill&, const PutSkill&) = default;
};

template <Of<PutSkill> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "skill", noun.skill);
  visit(2, "name", noun.name);
  visit(3, "sector", noun.sector);
  visit(4, "certified_by", noun.certified_by);
}

struct GrantCertificate {
  SkillId skill{};
  MemberId member{};
  core::Time valid_until{};  // 0: without end
  friend bool operator==(const GrantCertificate&, const GrantCertificate&) = default;
};

template <Of<GrantCertificate> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "skill", noun.skill);
  visit(2, "member", noun.member);
  visit(3, "valid_until", noun.valid_until);
}

struct RevokeCertificate {
  SkillId skill{};
  MemberId member{};
  friend bool operator==(const RevokeCertificate&, const RevokeCertificate&) = default;
};

template <Of<RevokeCertificate> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "skill", noun.skill);
  visit(2, "member", noun.member);
}

struct PutVenue {
  VenueId venue{};  // slug
  std::string name{};
  std::int32_t x_m = 0;  // metres east of the commune's centre
  std::int32_t y_m = 0;  // metres north of it
  friend bool operator==(const PutVenue&, const PutVenue&) = default;
};

template <Of<PutVenue> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "venue", noun.venue);
  visit(2, "name", noun.name);
  visit(3, "x_m", noun.x_m);
  visit(4, "y_m", noun.y_m);
}

}  // namespace commune::model
