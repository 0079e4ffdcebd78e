// Commands of a round: it is opened, people say what they would like, it is shared out with a
// proof, and whoever is invited answers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"
#include "model/round.h"

namespace commune::model {

struct OpenRound {
  RoundId round{};
  core::Time from{};
  core::Time until{};
  core::Time closes_at{};
  core::Time confirm_by{};
  bool weekly = false;
  friend bool operator==(const OpenRound&, const OpenRound&) = default;
};

template <Of<OpenRound> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "from", noun.from);
  visit(3, "until", noun.until);
  visit(4, "closes_at", noun.closes_at);
  visit(5, "confirm_by", noun.confirm_by);
  visit(6, "weekly", noun.weekly);
}

struct DeclareWilling {
  RoundId round{};
  PublicKey participant{};  // fresh for this round
  std::vector<Offer> offers{};
  std::uint32_t minutes_max = 0;
  std::uint32_t places_max = 0;
  std::vector<SectorRoom> rooms{};
  friend bool operator==(const DeclareWilling&, const DeclareWilling&) = default;
};

template <Of<DeclareWilling> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "participant", noun.participant);
  visit(3, "offers", noun.offers);
  visit(4, "minutes_max", noun.minutes_max);
  visit(5, "places_max", noun.places_max);
  visit(6, "rooms", noun.rooms);
}

// A place given in a clearing.
struct Given {
  WillingId willing{};
  TaskId task{};
  friend bool operator==(const Given&, const Given&) = default;
};

template <Of<Given> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "willing", noun.willing);
  visit(2, "task", noun.task);
}

// More people invited than a task needs, because some of this kind do not come.
struct ExtraPlaces {
  TaskId task{};
  std::uint32_t people = 0;
  friend bool operator==(const ExtraPlaces&, const ExtraPlaces&) = default;
};

template <Of<ExtraPlaces> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "people", noun.people);
}

struct TaskPrice {
  TaskId task{};
  std::int64_t place = 0;
  std::int64_t trainee = 0;
  friend bool operator==(const TaskPrice&, const TaskPrice&) = default;
};

template <Of<TaskPrice> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "place", noun.place);
  visit(3, "trainee", noun.trainee);
}

struct RoomPrice {
  WillingId willing{};
  SectorId sector{};
  std::int64_t price = 0;
  friend bool operator==(const RoomPrice&, const RoomPrice&) = default;
};

template <Of<RoomPrice> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "willing", noun.willing);
  visit(2, "sector", noun.sector);
  visit(3, "price", noun.price);
}

struct ClearRound {
  RoundId round{};
  std::uint32_t revision = 0;
  std::vector<Given> given{};
  std::vector<ExtraPlaces> extra{};
  std::vector<TaskPrice> task_prices{};
  std::vector<RoomPrice> room_prices{};
  friend bool operator==(const ClearRound&, const ClearRound&) = default;
};

template <Of<ClearRound> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "revision", noun.revision);
  visit(3, "given", noun.given);
  visit(4, "extra", noun.extra);
  visit(5, "task_prices", noun.task_prices);
  visit(6, "room_prices", noun.room_prices);
}

struct AcceptPlace {
  RoundId round{};
  TaskId task{};
  PublicKey participant{};  // fresh for this task
  bool show_name = false;
  friend bool operator==(const AcceptPlace&, const AcceptPlace&) = default;
};

template <Of<AcceptPlace> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "task", noun.task);
  visit(3, "participant", noun.participant);
  visit(4, "show_name", noun.show_name);
}

struct DeclinePlace {
  RoundId round{};
  TaskId task{};
  friend bool operator==(const DeclinePlace&, const DeclinePlace&) = default;
};

template <Of<DeclinePlace> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "task", noun.task);
}

}  // namespace commune::model
