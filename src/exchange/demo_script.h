// What happens in the demo's past, as a list of (time, who signs, command), before anything is
// signed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "core/time.h"
#include "model/command.h"

namespace commune::exchange {

struct ByKeeper {};
struct ByMember {
  std::size_t person;
};
// Somebody on the way in; the invitation to use is that of the demo.
struct ByNewcomer {
  std::size_t person;
};
// The person's key for the place on this task.
struct ByParticipant {
  std::size_t person;
  model::TaskId task;
};
using DemoSigner = std::variant<ByKeeper, ByMember, ByNewcomer, ByParticipant>;

struct DemoStep {
  core::Time time;
  DemoSigner signer;
  model::Command command;
};

}  // namespace commune::exchange
