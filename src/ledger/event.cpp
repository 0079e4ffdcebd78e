#include "ledger/event.h"

#include "core/check.h"

namespace commune::ledger {

std::string_view name_of(EventKind kind) {
  switch (kind) {
    case EventKind::member_joined: return "member_joined";
    case EventKind::member_changed: return "member_changed";
    case EventKind::invitation_changed: return "invitation_changed";
    case EventKind::guild_founded: return "guild_founded";
    case EventKind::guild_changed: return "guild_changed";
    case EventKind::skill_changed: return "skill_changed";
    case EventKind::venue_changed: return "venue_changed";
    case EventKind::template_changed: return "template_changed";
    case EventKind::series_changed: return "series_changed";
    case EventKind::task_posted: return "task_posted";
    case EventKind::task_changed: return "task_changed";
    case EventKind::task_cancelled: return "task_cancelled";
    case EventKind::work_recorded: return "work_recorded";
    case EventKind::guests_changed: return "guests_changed";
    case EventKind::place_taken: return "place_taken";
    case EventKind::place_handed_back: return "place_handed_back";
    case EventKind::place_changed: return "place_changed";
    case EventKind::place_done: return "place_done";
    case EventKind::work_confirmed: return "work_confirmed";
    case EventKind::feedback_given: return "feedback_given";
    case EventKind::round_changed: return "round_changed";
    case EventKind::round_cleared: return "round_cleared";
    case EventKind::device_changed: return "device_changed";
    case EventKind::alert_changed: return "alert_changed";
  }
  CHECK(false);
}

std::string text_of(const Subject& subject) {
  return std::visit(
      [](const auto& id) -> std::string {
        if constexpr (requires { id.hex(); }) {
          return id.hex();
        } else {
          return id.text();
        }
      },
      subject);
}

}  // namespace commune::ledger
