#include "gateway/board_query.h"

#include <charconv>

#include "calendar/local_time.h"
#include "gateway/instant.h"
#include "gateway/word_index.h"

namespace commune::gateway {
namespace {

core::Result<void> refuse(std::string message) {
  return core::fail(core::ErrorCode::malformed, std::move(message));
}

template <class Slug>
core::Result<void> read_slug(std::string_view name, std::string_view text, Slug& slug) {
  if (text.empty()) return {};
  const auto parsed = Slug::parse(text);
  if (!parsed) return refuse("\"" + std::string(name) + "\" is not a name of this commune.");
  slug = *parsed;
  return {};
}

// An instant, or a day: then its beginning on the commune's wall.
core::Result<void> read_instant(std::string_view name, std::string_view text,
                                const calendar::Zone& zone, std::optional<core::Time>& time) {
  if (text.empty()) return {};
  time = parse_instant(text);
  if (time) return {};
  if (const auto day = calendar::parse_date(text)) {
    time = zone.start_of_day(*day);
    return {};
  }
  return refuse("\"" + std::string(name) +
                "\" must be a time like 2026-11-22T18:00:00Z or a day like 2026-11-22.");
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

core::Result<void> read_field(std::string_view name, std::string_view text,
                              const calendar::Zone& zone, BoardQuery& query) {
  if (name == "sector") return read_slug(name, text, query.sector);
  if (name == "guild") return read_slug(name, text, query.guild);
  if (name == "venue") return read_slug(name, text, query.venue);
  if (name == "skill") return read_slug(name, text, query.skill);
  if (name == "from") return read_instant(name, text, zone, query.from);
  if (name == "to") return read_instant(name, text, zone, query.to);
  if (name == "q") {
    if (text.size() > search_bytes_max) return refuse("The search is too long.");
    query.words = distinct_words({text});
    return {};
  }
  if (name == "open") {
    if (text.empty()) return {};
    if (text != "true" && text != "false") return refuse("\"open\" is true or false.");
    query.open = text == "true";
    return {};
  }
  if (name == "limit") {
    if (!parse_number(text, query.limit) || query.limit < 1 || query.limit > page_size_max) {
      return refuse("\"limit\" is a number from 1 to 5000.");
    }
    return {};
  }
  if (name == "after") {
    query.after = parse_cursor(text);
    if (!query.after) return refuse("\"after\" is not the end of a page.");
    return {};
  }
  return refuse("The board cannot be asked for \"" + std::string(name) + "\".");
}

}  // namespace

core::Result<BoardQuery> parse_board_query(const http::Query& query, const calendar::Zone& zone) {
  BoardQuery result;
  for (const auto& [name, text] : query.fields()) TRY_VOID(read_field(name, text, zone, result));
  return result;
}

std::string cursor_of(const BoardKey& key) {
  const std::string start = key.start == open_ended_start ? "open" : std::to_string(key.start);
  return start + "." + key.task.hex();
}

std::optional<BoardKey> parse_cursor(std::string_view cursor) {
  const std::size_t dot = cursor.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto task = model::TaskId::parse(cursor.substr(dot + 1));
  if (!task) return std::nullopt;
  BoardKey key{.start = open_ended_start, .task = *task};
  const std::string_view start = cursor.substr(0, dot);
  if (start != "open" && (!parse_number(start, key.start) || key.start < 0)) return std::nullopt;
  return key;
}

}  // namespace commune::gateway
