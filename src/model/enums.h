// Enumerations of the schema. Numbers are part of the protocol and never change.
#pragma once

#include <cstdint>

namespace commune::model {

enum class CredentialKind : std::uint8_t {
  member = 1,
  participant = 2,
  keeper = 3,
  newcomer = 4,
  device = 5
};
enum class Urgency : std::uint8_t { calm = 0, soon = 1, urgent = 2 };
enum class Effort : std::uint8_t { light = 0, medium = 1, heavy = 2 };
enum class TaskStatus : std::uint8_t { open = 0, cancelled = 1, recorded = 2 };
enum class PlaceStatus : std::uint8_t { taken = 0, done = 1, confirmed = 2 };
enum class AlertStatus : std::uint8_t { open = 0, confirmed = 1, dismissed = 2, withdrawn = 3 };
enum class DeviceRole : std::uint8_t { sensor = 0, neighbour = 1, messenger = 2 };

// Greatest number in use, so that a decoder can refuse what it does not know.
constexpr std::uint32_t last_of(CredentialKind) { return 5; }
constexpr std::uint32_t last_of(Urgency) { return 2; }
constexpr std::uint32_t last_of(Effort) { return 2; }
constexpr std::uint32_t last_of(TaskStatus) { return 2; }
constexpr std::uint32_t last_of(PlaceStatus) { return 2; }
constexpr std::uint32_t last_of(AlertStatus) { return 3; }
constexpr std::uint32_t last_of(DeviceRole) { return 2; }

}  // namespace commune::model
