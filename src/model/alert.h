// Urgent calls before they are tasks: who may raise one by itself, and what was reported.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/enums.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

// A sensor or a button that a guild has put up, or the way to or from a neighbouring commune.
struct Device {
  PublicKey key{};
  std::string name{};
  GuildId guild{};
  TemplateId kind{};  // of job that it calls for, may be empty
  VenueId venue{};
  bool trusted = false;  // its alerts are urgent tasks at once
  bool removed = false;
  DeviceRole role{};
  friend bool operator==(const Device&, const Device&) = default;
};

template <Of<Device> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "key", noun.key);
  visit(2, "name", noun.name);
  visit(3, "guild", noun.guild);
  visit(4, "template", noun.kind);
  visit(5, "venue", noun.venue);
  visit(6, "trusted", noun.trusted);
  visit(7, "removed", noun.removed);
  visit(8, "role", noun.role);
}

struct Alert {
  AlertId alert{};
  GuildId guild{};
  TemplateId kind{};
  VenueId venue{};
  std::string text{};
  core::Time raised_at{};
  core::Time last_at{};                // of the last report
  std::vector<Nullifier> reporters{};  // in the order in which they came
  AlertStatus status{};
  std::string reason{};
  // Of a neighbour's call only:
  PublicKey neighbour{};  // the device that brought it
  core::Time start{};
  core::Time end{};
  std::uint32_t people = 0;   // wanted from here
  std::uint32_t changes = 0;  // of that number
  friend bool operator==(const Alert&, const Alert&) = default;
};

template <Of<Alert> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
  visit(2, "guild", noun.guild);
  visit(3, "template", noun.kind);
  visit(4, "venue", noun.venue);
  visit(5, "text", noun.text);
  visit(6, "raised_at", noun.raised_at);
  visit(7, "last_at", noun.last_at);
  visit(8, "reporters", noun.reporters);
  visit(9, "status", noun.status);
  visit(10, "reason", noun.reason);
  visit(11, "neighbour", noun.neighbour);
  visit(12, "start", noun.start);
  visit(13, "end", noun.end);
  visit(14, "people", noun.people);
  visit(15, "changes", noun.changes);
}

}  // namespace commune::model
