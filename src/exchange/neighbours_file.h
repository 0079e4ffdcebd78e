// Which neighbouring communes an urgent call is carried to: the file that an operator writes for
// `commune bridge neighbours`. Pure: keys and nodes are named here and opened in `apps`.
//
//   neighbours:
//     - name: Hillside
//       node: https://hillside.example:8443
//       ca: hillside-authority.pem           # where theirs is no public certificate
//       key: at-hillside.key                 # of the device that they put up for us
//       messenger: hillside.key              # of the device that we put up for them
//       taken_back: "Enough of us are here now: thank you."
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/error.h"

namespace commune::exchange {

inline constexpr std::size_t neighbours_max = 32;

struct Neighbour {
  std::string name;            // for the log
  std::string node;            // as written
  std::string authority_file;  // empty: what the system trusts
  std::string key_file;
  std::string messenger_file;
  std::string taken_back;  // what their people read where a call is taken back
};

// invalid: all mistakes with file and line; malformed: not YAML; too_large.
[[nodiscard]] core::Result<std::vector<Neighbour>> parse_neighbours(const std::string& text,
                                                                    const std::string& file);

}  // namespace commune::exchange
