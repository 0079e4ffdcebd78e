// What a line of a script (script_testing.h) is read with: words, options, names and times.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "model/command.h"

namespace commune::ledger::testing {

// "1d2h30m" as a span; aborts the test program on anything else, for a script is written by us.
[[nodiscard]] core::Seconds parse_span(std::string_view text);

// One command of a script: `ana@member take_place dinner shown expires=1d`.
class Line {
 public:
  explicit Line(std::string_view text);

  [[nodiscard]] const std::string& actor() const { return actor_; }
  [[nodiscard]] const std::string& credential() const { return credential_; }  // may be empty
  [[nodiscard]] const std::string& verb() const { return verb_; }
  // The nth word that is no option, or an empty one.
  [[nodiscard]] std::string word(std::size_t index);
  [[nodiscard]] bool has(const std::string& flag);
  [[nodiscard]] std::string option(const std::string& name, std::string otherwise = "");
  [[nodiscard]] std::string text(const std::string& name, std::string otherwise = "");
  [[nodiscard]] std::uint32_t number(const std::string& name, std::uint32_t otherwise);
  [[nodiscard]] core::Time time(const std::string& name, std::string otherwise = "none");
  // Words and options that nobody asked for: a typing error.
  [[nodiscard]] std::string left_over() const;

 private:
  std::string actor_;
  std::string credential_;
  std::string verb_;
  std::vector<std::string> words_;
  std::map<std::string, std::string> options_;
  std::vector<std::string> asked_;
};

// "dinner", or "weekly@2026-01-05T18:00" for an occurrence of a standing request.
[[nodiscard]] model::TaskId task_named(const std::string& name);

[[nodiscard]] model::RoundId round_named(const std::string& name);
[[nodiscard]] model::AlertId alert_named(const std::string& name);

[[nodiscard]] model::Command command_of(Line& line);

}  // namespace commune::ledger::testing
