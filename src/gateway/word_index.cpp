#include "gateway/word_index.h"

#include <algorithm>
#include <bit>

#include "core/check.h"
#include "gateway/folded_words.h"

namespace commune::gateway {

std::size_t OrdinalSet::count() const {
  std::size_t total = 0;
  for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
  return total;
}

void OrdinalSet::keep_only(const OrdinalSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
}

std::vector<Ordinal> OrdinalSet::members() const {
  std::vector<Ordinal> result;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
      result.push_back(static_cast<Ordinal>(i * 64) + static_cast<Ordinal>(std::countr_zero(rest)));
    }
  }
  return result;
}

WordIndex::Words WordIndex::numbers_of(const std::vector<std::string>& words) {
  Words numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) {
    const auto next = static_cast<WordNumber>(tasks_of_.size());
    const auto number = number_of_.try_emplace(word, next).first->second;
    if (number == next) tasks_of_.emplace_back();
    numbers.push_back(number);
  }
  return numbers;
}

void WordIndex::put(Ordinal task, const Words& words) {
  if (task >= words_of_.size()) words_of_.resize(task + 1);
  for (const WordNumber number : words_of_[task]) {
    auto& tasks = tasks_of_[number];
    const auto place = std::ranges::lower_bound(tasks, task);
    CHECK(place != tasks.end() && *place == task);
    tasks.erase(place);
  }
  for (const WordNumber number : words) {
    auto& tasks = tasks_of_[number];
    const bool is_last = tasks.empty() || tasks.back() < task;
    tasks.insert(is_last ? tasks.end() : std::ranges::lower_bound(tasks, task), task);
  }
  words_of_[task] = words;
}

OrdinalSet WordIndex::find(const std::vector<std::string>& beginnings, std::size_t size) const {
  CHECK(!beginnings.empty());
  const auto find_one = [&](std::string_view beginning) {
    OrdinalSet result(size);
    for (auto word = number_of_.lower_bound(beginning);
         word != number_of_.end() && word->first.starts_with(beginning); ++word) {
      for (const Ordinal task : tasks_of_[word->second]) result.add(task);
    }
    return result;
  };
  OrdinalSet result = find_one(beginnings.front());
  for (std::size_t i = 1; i < beginnings.size(); ++i) result.keep_only(find_one(beginnings[i]));
  return result;
}

std::vector<std::string> distinct_words(const std::vector<std::string_view>& texts) {
  std::vector<std::string> words;
  for (const std::string_view text : texts) {
    for (std::string& word : folded_words(text)) words.push_back(std::move(word));
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace commune::gateway
