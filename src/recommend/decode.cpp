#include "recommend/decode.h"

#include <algorithm>
#include <string>
#include <utility>

#include "recommend/layout.h"
#include "recommend/points.h"
#include "recommend/word_reader.h"

namespace commune::recommend {
namespace {

Limits read_limits(WordReader& words) {
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

void read_lists(WordReader& words, Situation& situation) {
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

Piece read_piece(WordReader& words, const Situation& situation) {
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

void read_flags(WordReader& words, Task& task) {
  const std::int32_t flags = words.next("flags", 0, task_flags_max);
  task.is_timed = (flags & task_is_timed) != 0;
  task.is_open = (flags & task_is_open) != 0;
  task.is_mine = (flags & task_is_mine) != 0;
  task.is_not_now = (flags & task_is_not_now) != 0;
  task.is_willing = (flags & task_is_willing) != 0;
  task.is_gathering = (flags & task_is_gathering) != 0;
  task.has_experienced = (flags & task_has_experienced) != 0;
}

Task read_task(WordReader& words, Situation& situation) {
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
  WordReader words(words_in.subspan(1));
  Request request;
  request.wanted = words.next("what is wanted", likings_wanted, list_max);
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
  situation.surprise_shown =
      words.next_index("this day's surprise", situation.tasks.size(), surprise_gone);
  TRY_VOID(words.end());
  if (request.wanted >= static_cast<Index>(situation.tasks.size()))
    return core::fail(core::ErrorCode::malformed, "word 1: there is no such task to explain");
  const bool ordered = std::ranges::is_sorted(situation.pieces, {},
                                              [](const Piece& piece) { return piece.start.utc; });
  if (!ordered)
    return core::fail(core::ErrorCode::malformed, "own work: is not ascending by start");
  return request;
}

}  // namespace commune::recommend
