// Work: what a guild asks for, the places people take, and what they said afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/enums.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct TaskDraft {
  GuildId guild{};
  SectorId sector{};  // empty: the guild's sector
  std::string title{};
  std::string why{};
  std::string details{};
  VenueId venue{};    // slug, may be empty
  TemplateId kind{};  // slug of the kind of job, may be empty
  core::Time start{};
  core::Time end{};
  core::Time due{};              // open-ended tasks: wanted by then, 0 for no date
  std::uint32_t minutes = 0;     // one person's effort; for timed tasks at most end - start
  std::uint32_t people_min = 0;  // where diners_per_person is set, the ledger works it out
  std::uint32_t people_max = 0;
  std::uint32_t trainees_max = 0;       // places beside an experienced person
  std::vector<SkillId> certificates{};  // required, each in force
  std::vector<SkillId> skills_helpful{};
  std::vector<SkillId> skills_taught{};  // "you will learn"
  std::uint32_t importance = 0;          // 1 nice to have, 2 matters, 3 vital
  Urgency urgency{};
  Effort effort{};
  bool gathering = false;               // work joined with food, music, celebration
  std::uint32_t diners = 0;             // how many eat; only with diners_per_person
  std::uint32_t diners_per_person = 0;  // one person is needed for so many; 0: no such rule
  friend bool operator==(const TaskDraft&, const TaskDraft&) = default;
};

template <Of<TaskDraft> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "guild", noun.guild);
  visit(2, "sector", noun.sector);
  visit(3, "title", noun.title);
  visit(4, "why", noun.why);
  visit(5, "details", noun.details);
  visit(6, "venue", noun.venue);
  visit(7, "template", noun.kind);
  visit(8, "start", noun.start);
  visit(9, "end", noun.end);
  visit(10, "due", noun.due);
  visit(11, "minutes", noun.minutes);
  visit(12, "people_min", noun.people_min);
  visit(13, "people_max", noun.people_max);
  visit(14, "trainees_max", noun.trainees_max);
  visit(15, "certificates", noun.certificates);
  visit(16, "skills_helpful", noun.skills_helpful);
  visit(17, "skills_taught", noun.skills_taught);
  visit(18, "importance", noun.importance);
  visit(19, "urgency", noun.urgency);
  visit(20, "effort", noun.effort);
  visit(21, "gathering", noun.gathering);
  visit(22, "diners", noun.diners);
  visit(23, "diners_per_person", noun.diners_per_person);
}

struct Place {
  PublicKey participant{};
  Nullifier nullifier{};  // 16 bytes: one person, one place, without saying who
  bool trainee = false;
  PlaceStatus status{};
  bool seeking_swap = false;
  std::uint32_t minutes = 0;  // set with done
  MemberId shown{};           // member id where the person shows the name, else empty
  bool feedback_given = false;
  friend bool operator==(const Place&, const Place&) = default;
};

template <Of<Place> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "participant", noun.participant);
  visit(2, "nullifier", noun.nullifier);
  visit(3, "trainee", noun.trainee);
  visit(4, "status", noun.status);
  visit(5, "seeking_swap", noun.seeking_swap);
  visit(6, "minutes", noun.minutes);
  visit(7, "shown", noun.shown);
  visit(8, "feedback_given", noun.feedback_given);
}

struct Feedback {
  std::uint32_t enjoyed = 0;
  std::uint32_t hard = 0;
  std::uint32_t too_long = 0;
  std::uint32_t unsafe = 0;
  std::uint32_t learned = 0;
  std::vector<std::string> notes{};
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

template <Of<Feedback> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "enjoyed", noun.enjoyed);
  visit(2, "hard", noun.hard);
  visit(3, "too_long", noun.too_long);
  visit(4, "unsafe", noun.unsafe);
  visit(5, "learned", noun.learned);
  visit(6, "notes", noun.notes);
}

// A place that is kept free for somebody until they answer.
struct Invited {
  WillingId willing{};
  bool trainee = false;
  core::Time until{};
  friend bool operator==(const Invited&, const Invited&) = default;
};

template <Of<Invited> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "willing", noun.willing);
  visit(2, "trainee", noun.trainee);
  visit(3, "until", noun.until);
}

// People who come from a neighbouring commune, as its messenger says. They take no place here.
struct Visitors {
  PublicKey messenger{};
  std::uint32_t people = 0;
  friend bool operator==(const Visitors&, const Visitors&) = default;
};

template <Of<Visitors> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "messenger", noun.messenger);
  visit(2, "people", noun.people);
}

struct Task {
  TaskId task{};
  TaskDraft draft{};
  TaskStatus status{};
  std::uint32_t revision = 0;  // from 1; each change by the guild adds one
  core::Time posted_at{};
  core::Time changed_at{};
  std::string reason{};  // of the last change or of the cancellation
  SeriesId series{};     // empty, or the standing request it came from
  std::uint32_t guests = 0;
  std::vector<Place> places{};
  Feedback feedback{};
  std::vector<Invited> invited{};
  std::vector<Visitors> visitors{};  // ascending by messenger
  friend bool operator==(const Task&, const Task&) = default;
};

template <Of<Task> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "draft", noun.draft);
  visit(3, "status", noun.status);
  visit(4, "revision", noun.revision);
  visit(5, "posted_at", noun.posted_at);
  visit(6, "changed_at", noun.changed_at);
  visit(7, "reason", noun.reason);
  visit(8, "series", noun.series);
  visit(9, "guests", noun.guests);
  visit(10, "places", noun.places);
  visit(11, "feedback", noun.feedback);
  visit(12, "invited", noun.invited);
  visit(13, "visitors", noun.visitors);
}

struct Template {
  TemplateId kind{};
  TaskDraft draft{};
  bool removed = false;
  friend bool operator==(const Template&, const Template&) = default;
};

template <Of<Template> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "template", noun.kind);
  visit(2, "draft", noun.draft);
  visit(3, "removed", noun.removed);
}

struct Series {
  SeriesId series{};
  TaskDraft draft{};
  std::string first_local{};
  std::string rule{};
  std::uint32_t length_minutes = 0;
  std::uint32_t revision = 0;
  bool ended = false;
  std::string reason{};
  friend bool operator==(const Series&, const Series&) = default;
};

template <Of<Series> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "series", noun.series);
  visit(2, "draft", noun.draft);
  visit(3, "first_local", noun.first_local);
  visit(4, "rule", noun.rule);
  visit(5, "length_minutes", noun.length_minutes);
  visit(6, "revision", noun.revision);
  visit(7, "ended", noun.ended);
  visit(8, "reason", noun.reason);
}

}  // namespace commune::model
