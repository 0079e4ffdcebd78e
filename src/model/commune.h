// The commune itself and what it is made of: sectors, venues, skills, guilds, people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct Commune {
  std::string name{};
  std::string zone{};
  core::Time founded_at{};
  bool demo = false;
  PublicKey keeper{};
  ChainId chain{};
  std::uint32_t adults = 0;
  std::uint32_t children = 0;
  friend bool operator==(const Commune&, const Commune&) = default;
};

template <Of<Commune> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "name", noun.name);
  visit(2, "zone", noun.zone);
  visit(3, "founded_at", noun.founded_at);
  visit(4, "demo", noun.demo);
  visit(5, "keeper", noun.keeper);
  visit(6, "chain", noun.chain);
  visit(7, "adults", noun.adults);
  visit(8, "children", noun.children);
}

struct Sector {
  SectorId sector{};  // slug
  std::string name{};
  std::uint32_t baseline_hours = 0;  // a year and person
  std::string about{};
  friend bool operator==(const Sector&, const Sector&) = default;
};

template <Of<Sector> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "sector", noun.sector);
  visit(2, "name", noun.name);
  visit(3, "baseline_hours", noun.baseline_hours);
  visit(4, "about", noun.about);
}

struct Venue {
  VenueId venue{};
  std::string name{};
  std::int32_t x_m = 0;
  std::int32_t y_m = 0;
  friend bool operator==(const Venue&, const Venue&) = default;
};

template <Of<Venue> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "venue", noun.venue);
  visit(2, "name", noun.name);
  visit(3, "x_m", noun.x_m);
  visit(4, "y_m", noun.y_m);
}

struct Skill {
  SkillId skill{};
  std::string name{};
  SectorId sector{};
  GuildId certified_by{};
  friend bool operator==(const Skill&, const Skill&) = default;
};

template <Of<Skill> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "skill", noun.skill);
  visit(2, "name", noun.name);
  visit(3, "sector", noun.sector);
  visit(4, "certified_by", noun.certified_by);
}

struct Guild {
  GuildId guild{};
  std::string name{};
  SectorId sector{};
  std::string about{};
  std::vector<MemberId> members{};   // member ids, ascending
  std::vector<MemberId> stewards{};  // member ids, ascending
  friend bool operator==(const Guild&, const Guild&) = default;
};

template <Of<Guild> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
  visit(2, "name", noun.name);
  visit(3, "sector", noun.sector);
  visit(4, "about", noun.about);
  visit(5, "members", noun.members);
  visit(6, "stewards", noun.stewards);
}

struct Certificate {
  SkillId skill{};
  core::Time valid_until{};
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

template <Of<Certificate> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "skill", noun.skill);
  visit(2, "valid_until", noun.valid_until);
}

struct Member {
  MemberId member{};  // SHA-256("commune/member/v1" || 0x00 || key)[0, 16)
  PublicKey key{};
  std::string name{};
  core::Time joined_at{};
  bool left = false;
  std::vector<Certificate> certificates{};  // ascending by skill
  friend bool operator==(const Member&, const Member&) = default;
};

template <Of<Member> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "member", noun.member);
  visit(2, "key", noun.key);
  visit(3, "name", noun.name);
  visit(4, "joined_at", noun.joined_at);
  visit(5, "left", noun.left);
  visit(6, "certificates", noun.certificates);
}

struct Invitation {
  PublicKey invitation_key{};
  core::Time expires_at{};
  std::uint32_t uses_max = 0;
  std::uint32_t uses = 0;
  bool revoked = false;
  friend bool operator==(const Invitation&, const Invitation&) = default;
};

template <Of<Invitation> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "invitation_key", noun.invitation_key);
  visit(2, "expires_at", noun.expires_at);
  visit(3, "uses_max", noun.uses_max);
  visit(4, "uses", noun.uses);
  visit(5, "revoked", noun.revoked);
}

}  // namespace commune::model
