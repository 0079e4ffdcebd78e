// Who took what, from a CSV file: the columns user, item, value and time in any order, and any
// number of feature columns whose names begin with `user_` or `item_`.
//
//   user,item,value,time,item_role,item_hours
//   ana,shift-7,1,1654160400,Bar,18|21
//
// A value above 0 is a yes, any other a no. Time is a number; only its order counts. A feature is a
// word, several are separated by |, none is left empty; what is said of a user or an item must be
// the same in each of its rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace commune::evaluation {

inline constexpr std::size_t interactions_size_max = 512U << 20U;
inline constexpr std::size_t interactions_max = 2'000'000;

struct Interaction {
  std::uint32_t user = 0;
  std::uint32_t item = 0;
  bool liked = true;
  double time = 0;
};

// Users or items, numbered in the order of their first row.
struct Described {
  std::vector<std::string> ids;
  std::vector<std::vector<std::uint32_t>> features;  // of each, indices into `feature_names`
  std::vector<std::string> feature_names;            // "role=Bar"
};

struct Interactions {
  Described users;
  Described items;
  std::vector<Interaction> rows;  // by time, then by line
};

// Errors begin with "<file>:<line>: ".
[[nodiscard]] core::Result<Interactions> parse_interactions(std::string_view csv,
                                                            std::string_view file);

}  // namespace commune::evaluation
