// What the solver says about hundreds of seeded rounds, as bytes, to be held to
// tests/vectors/clearings.json by every compiler and by WebAssembly (`solver_wasm_testing.cpp`).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace commune::clearing::testing {

struct ClearingBytes {
  std::vector<std::uint8_t> places;  // a flag an offer, then the three levels that they reach
  std::vector<std::uint8_t> proof;   // prices and the bound that they prove, 8 bytes each
};

inline constexpr std::array<std::string_view, 7> many_clearings = {
    "alike",         // places alike, no clashes: the flow alone
    "alike_blocks",  // the same in blocks, side by side where there are threads
    "clashes",       // clashes, lengths, trainees: exchanges and the search for prices too
    "medium",        // 60 to 150 people, with all of it
    "medium_blocks",
    "large_blocks",  // 2,500 people and 100,000 offers: cut as it is by default
    "rematch",       // after one in four declined
};

[[nodiscard]] ClearingBytes bytes_of(std::string_view name);

}  // namespace commune::clearing::testing
