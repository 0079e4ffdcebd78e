// What the subcommands share: how one registers itself and how an Error becomes a sentence and an
// exit status. Each subcommand is one file with one `add_` function; flags and wiring only.
//
// Exit status: 0 done; 1 the world or the commune's rules said no (one sentence on standard error,
// with a stable code); 2 the command line itself makes no sense.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "core/error.h"

namespace commune::apps {

using Action = std::function<core::Result<void>()>;

// Runs `action` when the subcommand was chosen; an error ends the program with status 1.
void run_when_chosen(CLI::App& subcommand, Action action);

// "commune: storage_full: No space left …" on standard error.
void print_error(const core::Error& error);

void add_init(CLI::App& program);
void add_serve(CLI::App& program);
void add_invite(CLI::App& program);
void add_tls(CLI::App& program);
void add_import(CLI::App& program);
void add_export(CLI::App& program);
void add_backup(CLI::App& program);
void add_restore(CLI::App& program);
void add_verify(CLI::App& program);
void add_clearing(CLI::App& program);
void add_evaluate(CLI::App& program);
void add_device(CLI::App& program);
void add_bridge(CLI::App& program);
void add_neighbour_bridge(CLI::App& bridges);
void add_helper(CLI::App& program);
void add_version(CLI::App& program);

}  // namespace commune::apps
