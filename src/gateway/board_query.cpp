#include "gateway/board_query.h"

#include <charconv>

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

core::Result<void> read_instant(std::string_view name, std::string_view text,
                                std::optional<core::Time>& time) {
  time = parse_instant(text);
  if (!time) {
    return refuse("\"" + std::string(name) + "\" must be a time like 2026-11-22T18:00:00Z.");
  }
  return {};
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

core::Result<void> read_field(std::string_view name, std::string_view text, BoardQuery& query) {
  if (name == "sector") return read_slug(name, text, query.sector);
  if (name == "guild") return read_slug(name, text, query.guild);
  if (name == "venue") return read_slug(name, text, query.venue);
  if (name == "skill") return read_slug(name, text, query.skill);
  if (name == "from") return read_instant(name, text, query.from);
  if (name == "to") return read_instant(name, text, query.to);
  if (name == "q") {
    if (text.size() > search_bytes_max) return refuse("The search is too long.");
    query.words = distinct_words({text});
    return {};
  }
  if (name == "open") {
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

core::Result<BoardQuery> parse_board_query(const http::Query& query) {
  BoardQuery result;
  for (const auto& [name, text] : query.fields()) TRY_VOID(read_field(name, text, result));
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
