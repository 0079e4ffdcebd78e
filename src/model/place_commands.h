// Commands with which people take places and tell how it was.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace commune::model {

struct TakePlace {
  TaskId task{};
  PublicKey participant{};  // 32 bytes, fresh for this task
  bool trainee = false;
  bool show_name = false;
  friend bool operator==(const TakePlace&, const TakePlace&) = default;
};

template <Of<TakePlace> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "participant", noun.participant);
  visit(3, "trainee", noun.trainee);
  visit(4, "show_name", noun.show_name);
}

struct HandBack {
  TaskId task{};
  friend bool operator==(const HandBack&, const HandBack&) = default;
};

template <Of<HandBack> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
}

struct SeekSwap {
  TaskId task{};
  bool seeking = false;
  friend bool operator==(const SeekSwap&, const SeekSwap&) = default;
};

template <Of<SeekSwap> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "seeking", noun.seeking);
}

struct MarkDone {
  TaskId task{};
  std::uint32_t minutes = 0;  // how long it took this person, roughly
  friend bool operator==(const MarkDone&, const MarkDone&) = default;
};

template <Of<MarkDone> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "minutes", noun.minutes);
}

struct GiveFeedback {
  TaskId task{};
  bool enjoyed = false;
  bool hard = false;
  bool too_long = false;
  bool unsafe = false;
  bool learned = false;
  std::string note{};  // for the guild
  friend bool operator==(const GiveFeedback&, const GiveFeedback&) = default;
};

template <Of<GiveFeedback> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
  visit(2, "enjoyed", noun.enjoyed);
  visit(3, "hard", noun.hard);
  visit(4, "too_long", noun.too_long);
  visit(5, "unsafe", noun.unsafe);
  visit(6, "learned", noun.learned);
  visit(7, "note", noun.note);
}

struct HideName {
  TaskId task{};
  friend bool operator==(const HideName&, const HideName&) = default;
};

template <Of<HideName> T, class Visitor>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "task", noun.task);
}

}  // namespace commune::model
