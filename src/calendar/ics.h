// Writes an RFC 5545 calendar, for any calendar program: CRLF lines folded at 75 octets and never
// inside a character, texts escaped, times in UTC, so that no reader needs our zone files.
// A uid stays with its task for ever and the sequence grows with each revision, so that a program
// that looks again replaces the entry instead of adding one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"

namespace commune::calendar {

enum class IcsStatus : std::uint8_t { confirmed, tentative, cancelled };

struct IcsEvent {
  std::string uid;  // globally unique and stable: "<task id>@<chain>"
  std::uint32_t sequence = 0;
  core::Time stamp;  // when this revision was made
  core::Time start;
  core::Time end;  // equal to start for a moment without length
  std::string summary;
  std::string description;
  std::string location;
  std::string category;
  IcsStatus status = IcsStatus::confirmed;
};

struct IcsCalendar {
  std::string name;
  std::string zone;  // IANA name, a hint for display; may be empty
  std::vector<IcsEvent> events;
};

// Control characters are dropped from texts and broken UTF-8 becomes U+FFFD: a reader may choke on
// either. Events must have a uid, and end not before they start.
[[nodiscard]] std::string encode_ics(const IcsCalendar& calendar);

}  // namespace commune::calendar
