// Rounds: what people said they would like, and how it was shared out. A person appears under a key
// of this round alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

// "I would do this", said for one task of a round.
struct Offer {
  TaskId task{};
  std::uint32_t weight = 0;  // 1 if need be, to 100 gladly
  bool trainee = false;
  friend bool operator==(const Offer&, const Offer&) = default;
};

template <Of<Offer> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "weight", noun.weight);
  visit(3, "trainee", noun.trainee);
}

// Minutes that may still be done in a sector before its baseline is passed: a wish, not a limit.
struct SectorRoom {
  SectorId sector{};
  std::uint32_t minutes = 0;
  friend bool operator==(const SectorRoom&, const SectorRoom&) = default;
};

template <Of<SectorRoom> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "sector", noun.sector);
  visit(2, "minutes", noun.minutes);
}

struct Round {
  RoundId round{};
  core::Time from{};  // tasks that begin in [from, until)
  core::Time until{};
  core::Time closes_at{};
  core::Time confirm_by{};
  bool weekly = false;
  std::uint32_t revision = 0;  // whatever the next clearing depends on adds one
  std::uint32_t people = 0;    // who said something
  std::uint32_t clearings = 0;
  bool stale = false;  // somebody declined since the last clearing
  friend bool operator==(const Round&, const Round&) = default;
};

template <Of<Round> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "from", noun.from);
  visit(3, "until", noun.until);
  visit(4, "closes_at", noun.closes_at);
  visit(5, "confirm_by", noun.confirm_by);
  visit(6, "weekly", noun.weekly);
  visit(7, "revision", noun.revision);
  visit(8, "people", noun.people);
  visit(9, "clearings", noun.clearings);
  visit(10, "stale", noun.stale);
}

// What one person said for one round.
struct Willing {
  WillingId willing{};
  PublicKey participant{};
  std::vector<Offer> offers{};  // ascending by task; without those that were answered
  std::uint32_t minutes_max = 0;
  std::uint32_t places_max = 0;
  std::vector<SectorRoom> rooms{};  // ascending by sector
  std::vector<TaskId> kept{};       // accepted, ascending
  friend bool operator==(const Willing&, const Willing&) = default;
};

template <Of<Willing> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "willing", noun.willing);
  visit(2, "participant", noun.participant);
  visit(3, "offers", noun.offers);
  visit(4, "minutes_max", noun.minutes_max);
  visit(5, "places_max", noun.places_max);
  visit(6, "rooms", noun.rooms);
  visit(7, "kept", noun.kept);
}

struct ClearedTask {
  TaskId task{};
  SectorId sector{};
  core::Time begin{};
  core::Time end{};
  std::uint32_t minutes = 0;
  std::uint32_t people_min = 0;  // still missing then
  std::uint32_t people_max = 0;
  std::uint32_t trainees_max = 0;
  std::uint32_t weight = 0;
  bool has_teacher = false;
  std::vector<SkillId> required{};
  std::int64_t place_price = 0;
  std::int64_t trainee_price = 0;
  std::uint32_t reserves = 0;  // wanted beyond, because some do not come
  friend bool operator==(const ClearedTask&, const ClearedTask&) = default;
};

template <Of<ClearedTask> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "sector", noun.sector);
  visit(3, "begin", noun.begin);
  visit(4, "end", noun.end);
  visit(5, "minutes", noun.minutes);
  visit(6, "people_min", noun.people_min);
  visit(7, "people_max", noun.people_max);
  visit(8, "trainees_max", noun.trainees_max);
  visit(9, "weight", noun.weight);
  visit(10, "has_teacher", noun.has_teacher);
  visit(11, "required", noun.required);
  visit(12, "place_price", noun.place_price);
  visit(13, "trainee_price", noun.trainee_price);
  visit(14, "reserves", noun.reserves);
}

struct ClearedOffer {
  TaskId task{};
  std::uint32_t weight = 0;
  bool trainee = false;
  bool given = false;
  friend bool operator==(const ClearedOffer&, const ClearedOffer&) = default;
};

template <Of<ClearedOffer> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "weight", noun.weight);
  visit(3, "trainee", noun.trainee);
  visit(4, "given", noun.given);
}

struct ClearedRoom {
  SectorId sector{};
  std::uint32_t minutes = 0;
  std::int64_t price = 0;
  friend bool operator==(const ClearedRoom&, const ClearedRoom&) = default;
};

template <Of<ClearedRoom> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "sector", noun.sector);
  visit(2, "minutes", noun.minutes);
  visit(3, "price", noun.price);
}

struct ClearedPerson {
  PublicKey participant{};
  std::uint32_t places_max = 0;
  std::uint32_t minutes_max = 0;
  std::vector<ClearedRoom> rooms{};
  std::vector<ClearedOffer> offers{};
  friend bool operator==(const ClearedPerson&, const ClearedPerson&) = default;
};

template <Of<ClearedPerson> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "participant", noun.participant);
  visit(2, "places_max", noun.places_max);
  visit(3, "minutes_max", noun.minutes_max);
  visit(4, "rooms", noun.rooms);
  visit(5, "offers", noun.offers);
}

struct ClearedLevels {
  std::int64_t coverage = 0;
  std::int64_t burden = 0;
  std::int64_t willingness = 0;
  friend bool operator==(const ClearedLevels&, const ClearedLevels&) = default;
};

template <Of<ClearedLevels> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "coverage", noun.coverage);
  visit(2, "burden", noun.burden);
  visit(3, "willingness", noun.willingness);
}

// The last sharing out of a round, whole: what was asked, what came out, and the proof.
struct Clearing {
  RoundId round{};
  std::uint32_t number = 0;  // from 1
  core::Time at{};
  Digest seed{};  // public, of everybody who took part
  std::uint32_t even_minutes = 0;
  std::vector<ClearedTask> tasks{};     // ascending by task
  std::vector<ClearedPerson> people{};  // ascending by willing
  ClearedLevels reached{};
  ClearedLevels bound{};  // no sharing out is better
  friend bool operator==(const Clearing&, const Clearing&) = default;
};

template <Of<Clearing> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "round", noun.round);
  visit(2, "number", noun.number);
  visit(3, "at", noun.at);
  visit(4, "seed", noun.seed);
  visit(5, "even_minutes", noun.even_minutes);
  visit(6, "tasks", noun.tasks);
  visit(7, "people", noun.people);
  visit(8, "reached", noun.reached);
  visit(9, "bound", noun.bound);
}

}  // namespace commune::model
