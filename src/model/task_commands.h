// Commands with which guilds ask for work and confirm it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"
#include "model/task.h"

namespace commune::model {

struct PostTask {
  TaskId task{};  // 16 bytes, chosen by the poster
  TaskDraft draft{};
  friend bool operator==(const PostTask&, const PostTask&) = default;
};

template <Of<PostTask> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "draft", noun.draft);
}

struct ChangeTask {
  TaskId task{};
  std::uint32_t revision = 0;  // the revision that was looked at; a later one refuses the change
  TaskDraft draft{};
  std::string reason{};
  friend bool operator==(const ChangeTask&, const ChangeTask&) = default;
};

template <Of<ChangeTask> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "revision", noun.revision);
  visit(3, "draft", noun.draft);
  visit(4, "reason", noun.reason);
}

struct CancelTask {
  TaskId task{};
  std::string reason{};
  friend bool operator==(const CancelTask&, const CancelTask&) = default;
};

template <Of<CancelTask> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "reason", noun.reason);
}

struct RecordUnasked {
  TaskId task{};
  GuildId guild{};
  SectorId sector{};  // empty: the guild's
  std::string title{};
  core::Time start{};
  std::uint32_t minutes = 0;  // per person
  std::uint32_t people = 0;   // everybody who took part
  std::uint32_t guests = 0;   // how many of them were guests
  friend bool operator==(const RecordUnasked&, const RecordUnasked&) = default;
};

template <Of<RecordUnasked> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "guild", noun.guild);
  visit(3, "sector", noun.sector);
  visit(4, "title", noun.title);
  visit(5, "start", noun.start);
  visit(6, "minutes", noun.minutes);
  visit(7, "people", noun.people);
  visit(8, "guests", noun.guests);
}

struct SetGuests {
  TaskId task{};
  std::uint32_t guests = 0;
  friend bool operator==(const SetGuests&, const SetGuests&) = default;
};

template <Of<SetGuests> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "guests", noun.guests);
}

struct ConfirmDone {
  TaskId task{};
  friend bool operator==(const ConfirmDone&, const ConfirmDone&) = default;
};

template <Of<ConfirmDone> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
}

struct PutTemplate {
  TemplateId kind{};  // slug
  TaskDraft draft{};  // without times
  friend bool operator==(const PutTemplate&, const PutTemplate&) = default;
};

template <Of<PutTemplate> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "template", noun.kind);
  visit(2, "draft", noun.draft);
}

struct RemoveTemplate {
  TemplateId kind{};
  friend bool operator==(const RemoveTemplate&, const RemoveTemplate&) = default;
};

template <Of<RemoveTemplate> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "template", noun.kind);
}

struct PostSeries {
  SeriesId series{};
  TaskDraft draft{};          // without times
  std::string first_local{};  // "2026-03-29T18:00", in the commune's time zone
  std::string rule{};         // RFC 5545 RRULE value, for example "FREQ=WEEKLY;BYDAY=MO,TH"
  std::uint32_t length_minutes = 0;
  friend bool operator==(const PostSeries&, const PostSeries&) = default;
};

template <Of<PostSeries> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "series", noun.series);
  visit(2, "draft", noun.draft);
  visit(3, "first_local", noun.first_local);
  visit(4, "rule", noun.rule);
  visit(5, "length_minutes", noun.length_minutes);
}

struct ChangeSeries {
  SeriesId series{};
  std::uint32_t revision = 0;
  TaskDraft draft{};
  std::string first_local{};
  std::string rule{};
  std::uint32_t length_minutes = 0;
  std::string reason{};
  friend bool operator==(const ChangeSeries&, const ChangeSeries&) = default;
};

template <Of<ChangeSeries> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "series", noun.series);
  visit(2, "revision", noun.revision);
  visit(3, "draft", noun.draft);
  visit(4, "first_local", noun.first_local);
  visit(5, "rule", noun.rule);
  visit(6, "length_minutes", noun.length_minutes);
  visit(7, "reason", noun.reason);
}

struct EndSeries {
  SeriesId series{};
  std::string reason{};
  friend bool operator==(const EndSeries&, const EndSeries&) = default;
};

template <Of<EndSeries> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "series", noun.series);
  visit(2, "reason", noun.reason);
}

struct PostOccurrence {
  SeriesId series{};
  std::string local{};  // wall-clock start, "2026-03-29T18:00"
  core::Time start{};
  core::Time end{};
  friend bool operator==(const PostOccurrence&, const PostOccurrence&) = default;
};

template <Of<PostOccurrence> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "series", noun.series);
  visit(2, "local", noun.local);
  visit(3, "start", noun.start);
  visit(4, "end", noun.end);
}

}  // namespace commune::model
