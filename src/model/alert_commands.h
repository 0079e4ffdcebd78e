// Commands around urgent calls: devices are put up, alerts raised, confirmed and dismissed, and
// calls carried between neighbouring communes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/enums.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct PutDevice {
  PublicKey key{};
  std::string name{};
  GuildId guild{};
  TemplateId kind{};
  VenueId venue{};
  bool trusted = false;
  bool removed = false;
  DeviceRole role{};
  friend bool operator==(const PutDevice&, const PutDevice&) = default;
};

template <Of<PutDevice> T, class Visitor>
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

struct RaiseAlert {
  AlertId alert{};
  GuildId guild{};
  TemplateId kind{};
  VenueId venue{};
  std::string text{};
  friend bool operator==(const RaiseAlert&, const RaiseAlert&) = default;
};

template <Of<RaiseAlert> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
  visit(2, "guild", noun.guild);
  visit(3, "template", noun.kind);
  visit(4, "venue", noun.venue);
  visit(5, "text", noun.text);
}

struct ConfirmAlert {
  AlertId alert{};
  friend bool operator==(const ConfirmAlert&, const ConfirmAlert&) = default;
};

template <Of<ConfirmAlert> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
}

struct DismissAlert {
  AlertId alert{};
  std::string reason{};
  friend bool operator==(const DismissAlert&, const DismissAlert&) = default;
};

template <Of<DismissAlert> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
  visit(2, "reason", noun.reason);
}

struct RelayCall {
  AlertId alert{};
  std::string text{};
  core::Time start{};
  core::Time end{};
  std::uint32_t people = 0;
  friend bool operator==(const RelayCall&, const RelayCall&) = default;
};

template <Of<RelayCall> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
  visit(2, "text", noun.text);
  visit(3, "start", noun.start);
  visit(4, "end", noun.end);
  visit(5, "people", noun.people);
}

struct AdjustCall {
  AlertId alert{};
  std::uint32_t people = 0;
  std::string reason{};
  friend bool operator==(const AdjustCall&, const AdjustCall&) = default;
};

template <Of<AdjustCall> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "alert", noun.alert);
  visit(2, "people", noun.people);
  visit(3, "reason", noun.reason);
}

struct SetVisitors {
  TaskId task{};
  std::uint32_t people = 0;
  friend bool operator==(const SetVisitors&, const SetVisitors&) = default;
};

template <Of<SetVisitors> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "people", noun.people);
}

}  // namespace commune::model
