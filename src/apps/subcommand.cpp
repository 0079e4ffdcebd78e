#include "apps/subcommand.h"

#include <fmt/core.h>

#include <cstdio>
#include <utility>

namespace commune::apps {

void print_error(const core::Error& error) {
  fmt::print(stderr, "commune: {}: {}\n", core::name_of(error.code), error.message);
}

void run_when_chosen(CLI::App& subcommand, Action action) {
  subcommand.callback([action = std::move(action)] {
    const core::Result<void> result = action();
    if (result) return;
    print_error(result.error());
    throw CLI::RuntimeError(1);
  });
}

}  // namespace commune::apps
