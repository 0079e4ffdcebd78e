#include "gateway/board.h"

#include "calendar/zone.h"

namespace commune::gateway {

core::Result<std::unique_ptr<Board>> Board::make(const node::Node& node) {
  auto zone = TRY(calendar::Zone::open(
      node.read([](const ledger::State& state) { return state.commune().zone; })));
  std::unique_ptr<Board> board(new Board(node));
  node.read([&](const ledger::State& state, const node::Tip& tip) {
    board->index_ = std::make_unique<BoardIndex>(state, std::move(zone));
    board->height_ = tip.height;
  });
  return board;
}

void Board::follow(const node::BlockEvents& block) {
  node_.read([&](const ledger::State& state) {
    const std::unique_lock lock(mutex_);
    if (block.height <= height_) return;
    for (const ledger::Event& event : block.events) {
      if (const auto* task = std::get_if<model::TaskId>(&event.subject)) {
        index_->update(state, *task);
      } else if (const auto* venue = std::get_if<model::VenueId>(&event.subject)) {
        index_->rename_venue(state, *venue);
      } else if (event.kind == ledger::EventKind::guild_changed) {
        index_->rename_guild(state, std::get<model::GuildId>(event.subject));
      }
    }
    height_ = block.height;
  });
}

core::Height Board::height() const {
  const std::shared_lock lock(mutex_);
  return height_;
}

Touched touched_by(ledger::EventKind kind) {
  using ledger::EventKind;
  switch (kind) {
    case EventKind::member_joined:
    case EventKind::member_changed: return {.members = true};
    case EventKind::guild_founded:
    case EventKind::guild_changed: return {.catalogue = true, .members = true};
    case EventKind::skill_changed:
    case EventKind::venue_changed:
    case EventKind::template_changed:
    case EventKind::series_changed: return {.catalogue = true};
    case EventKind::round_changed:
    case EventKind::round_cleared: return {.rounds = true};
    case EventKind::device_changed:
    case EventKind::alert_changed: return {.calls = true};
    case EventKind::invitation_changed:
    case EventKind::task_posted:
    case EventKind::task_changed:
    case EventKind::task_cancelled:
    case EventKind::work_recorded:
    case EventKind::guests_changed:
    case EventKind::place_taken:
    case EventKind::place_handed_back:
    case EventKind::place_changed:
    case EventKind::place_done:
    case EventKind::work_confirmed:
    case EventKind::feedback_given: return {};
  }
  return {};
}

}  // namespace commune::gateway
