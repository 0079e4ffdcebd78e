#include <algorithm>
#include <array>

#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {

Verdict check_optional_text(std::string_view text, std::size_t size_max) {
  if (text.size() > size_max) return refuse(Rejection::text_too_long);
  return {};
}

Verdict check_text(std::string_view text, std::size_t size_max) {
  const bool blank = std::ranges::all_of(
      text, [](char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; });
  if (blank) return refuse(Rejection::text_missing);
  return check_optional_text(text, size_max);
}

Verdict check_reason(std::string_view reason) {
  if (!check_text(reason, reason.size())) return refuse(Rejection::reason_missing);
  return check_optional_text(reason, model::reason_size_max);
}

bool is_in(const std::vector<model::MemberId>& people, const model::MemberId& member) {
  return std::ranges::binary_search(people, member);
}

Verdict check_may_post(const State& state, const Context& context, const model::GuildId& guild_id) {
  const model::Guild* guild = state.guilds().find(guild_id);
  if (guild == nullptr) return refuse(Rejection::guild_unknown);
  if (context.is_keeper()) return {};
  if (!is_in(guild->members, context.member->member)) return refuse(Rejection::not_in_guild);
  return {};
}

Verdict check_steward(const State& state, const Context& context, const model::GuildId& guild_id) {
  const model::Guild* guild = state.guilds().find(guild_id);
  if (guild == nullptr) return refuse(Rejection::guild_unknown);
  if (context.is_keeper()) return {};
  // A guild whose last steward has gone is led by its members until they name a new one.
  const auto& stewards = guild->stewards.empty() ? guild->members : guild->stewards;
  if (!is_in(stewards, context.member->member)) return refuse(Rejection::not_a_steward);
  return {};
}

bool is_local_time(std::string_view text) {
  static constexpr std::string_view shape = "0000-00-00T00:00";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1970 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int last = month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
  return day <= last && number(11, 2) < 24 && number(14, 2) < 60;
}

}  // namespace commune::ledger
