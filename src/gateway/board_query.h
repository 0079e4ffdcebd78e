// What somebody asks of the board, parsed once from the query of a URL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.h"
#include "core/error.h"
#include "core/time.h"
#include "gateway/http/query.h"
#include "model/ids.h"

namespace commune::gateway {

inline constexpr std::size_t page_size_default = 500;
inline constexpr std::size_t page_size_max = 5000;
inline constexpr std::size_t search_bytes_max = 200;

// Where a task stands on the board: by start, open-ended ones last, then by id.
struct BoardKey {
  std::int64_t start = 0;  // open_ended_start for tasks without one
  model::TaskId task;
  friend auto operator<=>(const BoardKey&, const BoardKey&) = default;
};

inline constexpr std::int64_t open_ended_start = INT64_MAX;

struct BoardQuery {
  model::SectorId sector;  // empty: any
  model::GuildId guild;
  model::VenueId venue;
  model::SkillId skill;
  std::optional<core::Time> from;
  std::optional<core::Time> to;
  std::vector<std::string> words;  // folded
  bool open = false;
  std::size_t limit = page_size_default;
  std::optional<BoardKey> after;
};

// Refuses unknown fields, so that a misspelt filter never shows the wrong board; an empty value is
// no filter. Days are those of the commune's wall, which `zone` is.
[[nodiscard]] core::Result<BoardQuery> parse_board_query(const http::Query& query,
                                                         const calendar::Zone& zone);

// The key of the last task of a page as opaque text, and back.
[[nodiscard]] std::string cursor_of(const BoardKey& key);
[[nodiscard]] std::optional<BoardKey> parse_cursor(std::string_view cursor);

}  // namespace commune::gateway
