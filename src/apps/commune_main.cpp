// The program `commune`. `commune help` lists what it can do.
#include <cstdio>
#include <string>

#include "apps/subcommand.h"

int main(int argument_count, char** arguments) {
  CLI::App program("Commune: plan what a commune needs, share the work by invitation, decide together.",
                   "commune");
  program.require_subcommand(1);
  program.set_help_flag("-h,--help", "Say what this does");
  program.set_help_all_flag("--help-all", "Say what everything does");
  using namespace commune::apps;
  add_init(program);
  add_version(program);
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
