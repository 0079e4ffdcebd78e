// The program `commune`. `commune help` lists what it can do.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <string>

#include "apps/subcommand.h"

int main(int argument_count, char** arguments) {
  // Standard output is for what was asked; logs, of warnings unless it serves, are beside it.
  spdlog::set_default_logger(spdlog::stderr_color_mt("commune"));
  spdlog::set_level(spdlog::level::warn);
  CLI::App program(
      "Commune: plan what a commune needs, share the work by invitation, decide together.",
      "commune");
  program.require_subcommand(1);
  program.set_help_flag("-h,--help", "Say what this does");
  program.set_help_all_flag("--help-all", "Say what everything does");
  using namespace commune::apps;
  add_init(program);
  add_serve(program);
  add_invite(program);
  add_tls(program);
  add_import(program);
  add_export(program);
  add_backup(program);
  add_restore(program);
  add_verify(program);
  add_clearing(program);
  add_evaluate(program);
  add_device(program);
  add_bridge(program);
  add_helper(program);
  add_version(program);
  program.add_subcommand("help", "Say what this program can do")->callback([&program] {
    // App::help() would describe the subcommand that was chosen, which is this one.
    const auto all =
        program.get_formatter()->make_help(&program, "commune", CLI::AppFormatMode::Normal);
    std::fputs(all.c_str(), stdout);
  });
  try {
    program.parse(argument_count, arguments);
  } catch (const CLI::RuntimeError& ended) {
    return ended.get_exit_code();
  } catch (const CLI::ParseError& wrong) {
    const int status = program.exit(wrong);
    return status == 0 ? 0 : 2;
  }
  return 0;
}
