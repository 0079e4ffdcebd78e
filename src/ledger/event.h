// What a command changed: enough for a reader to know which record to look at again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/ids.h"

namespace commune::ledger {

enum class EventKind : std::uint8_t {
  member_joined,
  member_changed,
  invitation_changed,
  guild_founded,
  guild_changed,
  skill_changed,
  venue_changed,
  template_changed,
  series_changed,
  task_posted,
  task_changed,
  task_cancelled,
  work_recorded,
  guests_changed,
  place_taken,
  place_handed_back,
  place_changed,
  place_done,
  work_confirmed,
  feedback_given,
  round_changed,
  round_cleared,
  device_changed,
  alert_changed,
};

[[nodiscard]] std::string_view name_of(EventKind kind);

using Subject =
    std::variant<model::TaskId, model::SeriesId, model::MemberId, model::PublicKey, model::GuildId,
                 model::SkillId, model::VenueId, model::TemplateId, model::RoundId, model::AlertId>;

struct Event {
  EventKind kind{};
  Subject subject;
  friend bool operator==(const Event&, const Event&) = default;
};

// The subject as the API writes it: hexadecimal ids, slugs as they are.
[[nodiscard]] std::string text_of(const Subject& subject);

}  // namespace commune::ledger
