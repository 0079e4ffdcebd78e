#include "clearing/blocks.h"

#include <algorithm>
#include <span>

namespace commune::clearing {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

class BlockCutter {
 public:
  explicit BlockCutter(const Round& round)
      : round_(round),
        first_(round.instance().tasks.size() + 1, 0),
        participants_(round.choices().size()),
        queued_in_(round.instance().tasks.size(), none),
        is_on_edge_(round.instance().tasks.size(), 0) {
    blocks_.of_participant.assign(round.people().size(), none);
    blocks_.of_task.assign(round.instance().tasks.size(), none);
    for (const Choice& choice : round.choices()) ++first_[choice.task + 1];
    for (std::size_t j = 1; j < first_.size(); ++j) first_[j] += first_[j - 1];
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (const Choice& choice : round.choices())
      participants_[next[choice.task]++] = choice.participant;
  }

  void grow(std::size_t offers_per_block) {
    std::uint32_t block = 0;
    std::size_t offers = 0;
    std::size_t next = 0;
    for (;;) {
      if (offers >= offers_per_block) {
        for (; next < queue_.size(); ++next) put_on_edge(queue_[next]);
        ++block;
        offers = 0;
      }
      if (next >= queue_.size()) {
        const std::uint32_t task = next_seed();
        if (task == none) break;
        queue_.assign(1, task);
        next = 0;
      }
      offers += take(queue_[next++], block);
    }
    blocks_.count = block + 1;
    std::ranges::replace(blocks_.of_participant, none, 0U);  // who offered nothing
  }

  void settle() {
    votes_.assign(blocks_.count, 0);
    for (std::size_t i = 0; i < blocks_.of_participant.size(); ++i) {
      blocks_.of_participant[i] =
          most_of(round_.choices_of(i), blocks_.of_participant[i],
                  [this](const Choice& choice) { return blocks_.of_task[choice.task]; });
    }
    for (std::size_t j = 0; j < blocks_.of_task.size(); ++j) {
      blocks_.of_task[j] = most_of(
          participants_of(j), blocks_.of_task[j],
          [this](std::uint32_t participant) { return blocks_.of_participant[participant]; });
    }
  }

  [[nodiscard]] Blocks take_blocks() && { return std::move(blocks_); }

 private:
  [[nodiscard]] std::span<const std::uint32_t> participants_of(std::size_t task) const {
    return std::span(participants_).subspan(first_[task], first_[task + 1] - first_[task]);
  }

  void put_on_edge(std::uint32_t task) {
    if (blocks_.of_task[task] != none || is_on_edge_[task] != 0) return;
    is_on_edge_[task] = 1;
    edge_.push_back(task);
  }

  // The oldest task on the edge of what is cut already, else the first that stands apart.
  std::uint32_t next_seed() {
    for (; edge_next_ < edge_.size(); ++edge_next_) {
      if (blocks_.of_task[edge_[edge_next_]] == none) return edge_[edge_next_];
    }
    for (; scanned_ < blocks_.of_task.size(); ++scanned_) {
      if (blocks_.of_task[scanned_] == none) return scanned_;
    }
    return none;
  }

  // The task and whoever offered to do it become part of the block. Returns how many offers they
  // bring with them.
  std::size_t take(std::uint32_t task, std::uint32_t block) {
    if (blocks_.of_task[task] != none) return 0;
    blocks_.of_task[task] = block;
    std::size_t offers = 0;
    for (const std::uint32_t participant : participants_of(task)) {
      if (blocks_.of_participant[participant] != none) continue;
      blocks_.of_participant[participant] = block;
      for (const Choice& choice : round_.choices_of(participant)) {
        ++offers;
        if (blocks_.of_task[choice.task] != none || queued_in_[choice.task] == block) continue;
        queued_in_[choice.task] = block;
        queue_.push_back(choice.task);
      }
    }
    return offers;
  }

  // The block that most of `nouns` are in; `current` where none has more.
  template <class Nouns, class BlockOf>
  std::uint32_t most_of(Nouns nouns, std::uint32_t current, BlockOf block_of) {
    for (const auto& noun : nouns) ++votes_[block_of(noun)];
    std::uint32_t best = current;
    for (const auto& noun : nouns) {
      if (votes_[block_of(noun)] > votes_[best]) best = block_of(noun);
    }
    for (const auto& noun : nouns) votes_[block_of(noun)] = 0;
    return best;
  }

  const Round& round_;
  Blocks blocks_;
  std::vector<std::uint32_t> first_;  // of a task's participants in `participants_`
  std::vector<std::uint32_t> participants_;
  std::vector<std::uint32_t> queue_;      // of the block that grows
  std::vector<std::uint32_t> queued_in_;  // by task, the last block that queued it
  std::vector<std::uint8_t> is_on_edge_;  // by task
  std::vector<std::uint32_t> edge_;
  std::size_t edge_next_ = 0;
  std::uint32_t scanned_ = 0;
  std::vector<std::uint32_t> votes_;  // by block
};

}  // namespace

Blocks cut_into_blocks(const Round& round, std::size_t offers_per_block) {
  BlockCutter cutter(round);
  cutter.grow(offers_per_block);
  cutter.settle();
  return std::move(cutter).take_blocks();
}

}  // namespace commune::clearing
