// What a commune is founded with. Its encoded bytes give the chain its name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/commune.h"
#include "model/fields.h"
#include "model/ids.h"
#include "model/task.h"

namespace commune::model {

struct Genesis {
  std::string name{};
  std::string zone{};  // IANA time zone
  core::Time founded_at{};
  bool demo = false;   // keys of this commune's people are public on purpose
  PublicKey keeper{};  // 32 bytes
  std::vector<Sector> sectors{};
  std::vector<Venue> venues{};
  std::vector<Skill> skills{};
  std::vector<Guild> guilds{};  // without people
  std::vector<Template> templates{};
  std::vector<Invitation> invitations{};  // the founders'
  std::uint32_t adults = 0;               // planned size, for the baseline of a period
  std::uint32_t children = 0;
  friend bool operator==(const Genesis&, const Genesis&) = default;
};

template <Of<Genesis> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "name", noun.name);
  visit(2, "zone", noun.zone);
  visit(3, "founded_at", noun.founded_at);
  visit(4, "demo", noun.demo);
  visit(5, "keeper", noun.keeper);
  visit(6, "sectors", noun.sectors);
  visit(7, "venues", noun.venues);
  visit(8, "skills", noun.skills);
  visit(9, "guilds", noun.guilds);
  visit(10, "templates", noun.templates);
  visit(11, "invitations", noun.invitations);
  visit(12, "adults", noun.adults);
  visit(13, "children", noun.children);
}

}  // namespace commune::model
