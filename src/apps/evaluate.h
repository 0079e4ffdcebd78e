// The parts of `commune evaluate` that have a file of their own.
#pragma once

#include <CLI/CLI.hpp>

namespace commune::apps {

// `evaluate calls`: urgent calls.
void add_evaluate_calls(CLI::App& command);

// `evaluate year`: a year of the example commune.
void add_evaluate_year(CLI::App& command);
// `evaluate interactions`, and the two commands that write interactions of simulated people.
void add_evaluate_interactions(CLI::App& command);

}  // namespace commune::apps
