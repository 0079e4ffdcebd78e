#include "recommend/decode.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "recommend/layout.h"
#include "recommend/points.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t ahead_max = 18 * 60;

// Reads word by word. The first problem is kept with its place; from then on every word reads as
// its least allowed value, so that only whole records need to ask.
class Words {
 public:
  explicit Words(std::span<const std::int32_t> words) : words_(words) {}

  std::int32_t next(const char* name, std::int32_t least, std::int32_t most) {
    if (problem_) return least;
    if (position_ == words_.size()) return refuse(name, "is missing", least);
    const std::int32_t value = words_[position_++];
    if (value < least || value > most)
      return refuse(name,
                    "is " + std::to_string(value) + ", must be " + std::to_string(least) + " to " +
                        std::to_string(most),
                    least);
    return value;
  }

  std::uint64_t next_wide() {
    const auto low = static_cast<std::uint32_t>(next("id", INT32_MIN, INT32_MAX));
    const auto high = static_cast<std::uint32_t>(next("id", INT32_MIN, INT32_MAX));
    return std::uint64_t{high} << 32U | low;
  }

  Instant next_instant(const char* name) {
    Instant instant;
    instant.utc = next(name, 0, minutes_max);
    instant.wall_ahead = next(name, -ahead_max, ahead_max);
    // Nobody's work was in the first days of 1970: a wall before it would have no day.
    if (instant.wall() < 0) instant.wall_ahead = 0;
    return instant;
  }

  // An index into a list of `size`, or none.
  Index next_index(const char* name, std::size_t size, Index least = 0) {
    return next(name, least, static_cast<std::int32_t>(size) - 1);
  }

  bool next_flag(const char* name) { return next(name, 0, 1) != 0; }

  // Calls `read` for each record of the list that follows.
  template <class T, class Read>
  void list(const char* name, std::vector<T>& into, Read read) {
    list_ = name;
    entry_ = none;
    const std::int32_t length = next("length", 0, list_max);
    // Each record has at least one word: what was not sent is not reserved either.
    if (static_cast<std::size_t>(length) > words_.size() - position_)
      static_cast<void>(refuse("length", "is more than there are words", 0));
    if (problem_) return;
    into.reserve(static_cast<std::size_t>(length));
    for (entry_ = 0; entry_ < length && !problem_; ++entry_) into.push_back(read());
    list_ = nullptr;
  }

  [[nodiscard]] core::Result<void> end() {
    if (!problem_ && position_ != words_.size())
      static_cast<void>(refuse("the end", "is followed by more words", 0));
    if (problem_) return std::unexpected(*problem_);
    return {};
  }
  [[nodiscard]] bool has_failed() const { return problem_.has_value(); }

 private:
  std::int32_t refuse(const char* name, const std::string& what, std::int32_t value) {
    std::string place = "word " + std::to_string(position_) + ": ";
    if (list_ != nullptr) place += list_;
    if (list_ != nullptr && entry_ != none) place += "[" + std::to_string(entry_) + "]";
    if (list_ != nullptr) place += ".";
    problem_ = core::Error{core::ErrorCode::malformed, place + name + " " + what};
    return value;
  }

  std::span<const std::int32_t> words_;
  std::size_t position_ = 0;
  const char* list_ = nullptr;
  Index entry_ = none;
  std::optional<core::Error> problem_;
};

Limits read_limits(Words& words) {
  Limits limits;
  limits.week_minutes_max = words.next("minutes a week", none, work_minutes_max);
  limits.week_heavy_max = words.next("heavy pieces a week", none, 1000);
  limits.not_before = words.next("not before", none, day_minutes);
  limits.not_after = words.next("not after", none, day_minutes);
  limits.walk_minutes_max = words.next("minutes of walking", none, work_minutes_max);
  limits.rest_minutes = words.next("minutes of rest", 0, day_minutes);
  limits.free_days = words.next("free days", 0, 7);
  return limits;
}

void read_lists(Words& words, Situation& situation) {
  words.list("skills", situation.skills, [&] {
    Skill skill;
    skill.level = words.next("level", 0, 3);
    skill.interest = words.next("interest", 0, 3);
    skill.aspiration = words.next("aspiration", 0, 3);
    skill.certified_until = words.next("certificate", 0, INT32_MAX);
    return skill;
  });
  words.list("sectors", situation.sectors, [&] {
    Sector sector;
    sector.baseline_hours = words.next("baseline", 0, work_minutes_max);
    sector.recent_minutes = words.next("minutes", 0, minutes_max);
    sector.liking = words.next("liking", 0, 3);
    return sector;
  });
  words.list("guilds", situation.my_guilds,
             [&] { return static_cast<std::uint8_t>(words.next_flag("mine")); });
  words.list("venues", situation.venues, [&] {
    const std::int32_t x_m = words.next("x", -metres_max, metres_max);
    return Venue{x_m, words.next("y", -metres_max, metres_max)};
  });
  words.list("kinds", situation.answers,
             [&] { return static_cast<Answer>(words.next("answer", 0, 2)); });
  words.list("wishes", situation.wishes, [&] {
    Wish wish;
    for (std::int32_t& liking : wish.liking) liking = words.next("liking", -2, 2);
    return wish;
  });
}

Piece read_piece(Words& words, const Situation& situation) {
  Piece piece;
  piece.start = words.next_instant("start");
  piece.end = words.next_instant("end");
  piece.minutes = words.next("minutes", 0, work_minutes_max);
  piece.effort = static_cast<model::Effort>(words.next("effort", 0, 2));
  piece.state = static_cast<PieceState>(words.next("state", 0, 1));
  piece.is_fixed = words.next_flag("fixed");
  piece.kind = words.next_index("kind", situation.answers.size(), none);
  piece.wish = words.next_index("wish", situation.wishes.size(), none);
  piece.venue = words.next_index("venue", situation.venues.size(), none);
  return piece;
}

void read_flags(Words& words, Task& task) {
  const std::int32_t flags = words.next("flags", 0, task_flags_max);
  task.is_timed = (flags & task_is_timed) != 0;
  task.is_open = (flags & task_is_open) != 0;
  task.is_mine = (flags & task_is_mine) != 0;
  task.is_not_now = (flags & task_is_not_now) != 0;
  task.is_willing = (flags & task_is_willing) != 0;
  task.is_gathering = (flags & task_is_gathering) != 0;
  task.has_experienced = (flags & task_has_experienced) != 0;
}

Task read_task(Words& words, Situation& situation) {
  Task task;
  task.id = words.next_wide();
  read_flags(words, task);
  task.start = words.next_instant("start");
  task.end = words.next_instant("end");
  task.minutes = words.next("minutes", 0, work_minutes_max);
  task.sector = words.next_index("sector", situation.sectors.size());
  task.guild = words.next_index("guild", situation.my_guilds.size());
  task.kind = words.next_index("kind", situation.answers.size());
  task.wish = words.next_index("wish", situation.wishes.size(), none);
  task.venue = words.next_index("venue", situation.venues.size(), none);
  task.importance = words.next("importance", 1, 3);
  task.urgency = static_cast<model::Urgency>(words.next("urgency", 0, 2));
  task.effort = static_cast<model::Effort>(words.next("effort", 0, 2));
  task.missing = words.next("missing", 0, list_max);
  task.free = words.next("free", 0, list_max);
  task.trainees_free = words.next("trainees free", 0, list_max);
  task.taste = words.next("taste", -points::taste_max, points::taste_max);
  task.taste_source = static_cast<TasteSource>(words.next("source of taste", 0, 1));
  task.certificates = static_cast<std::uint32_t>(words.next("certificates", 0, count_limit));
  task.helpful = static_cast<std::uint32_t>(words.next("helpful skills", 0, count_limit));
  task.taught = static_cast<std::uint32_t>(words.next("taught skills", 0, count_limit));
  task.skills_begin = static_cast<std::uint32_t>(situation.task_skills.size());
  const std::uint32_t skills = task.certificates + task.helpful + task.taught;
  for (std::uint32_t i = 0; i < skills && !words.has_failed(); ++i)
    situation.task_skills.push_back(words.next_index("skill", situation.skills.size()));
  return task;
}

}  // namespace

core::Result<Request> decode_request(std::span<const std::int32_t> words_in) {
  if (words_in.empty() || words_in[0] != layout_version)
    return core::fail(core::ErrorCode::wrong_version,
                      "word 0: this is no request of layout " + std::to_string(layout_version));
  Words words(words_in.subspan(1));
  Request request;
  request.explain = words.next("task to explain", none, list_max);
  request.count_max = static_cast<std::size_t>(words.next("number of tasks", 0, count_limit));
  Situation& situation = request.situation;
  situation.surprise_seed = words.next_wide();
  situation.now = words.next_instant("now");
  situation.limits = read_limits(words);
  for (auto& day : situation.week)
    for (Willingness& part : day) part = static_cast<Willingness>(words.next("week", 0, 2));
  read_lists(words, situation);
  words.list("own work", situation.pieces, [&] { return read_piece(words, situation); });
  words.list("tasks", situation.tasks, [&] { return read_task(words, situation); });
  TRY_VOID(words.end());
  if (request.explain >= static_cast<Index>(situation.tasks.size()))
    return core::fail(core::ErrorCode::malformed, "word 1: there is no such task to explain");
  const bool ordered = std::ranges::is_sorted(situation.pieces, {},
                                              [](const Piece& piece) { return piece.start.utc; });
  if (!ordered)
    return core::fail(core::ErrorCode::malformed, "own work: is not ascending by start");
  return request;
}

}  // namespace commune::recommend
