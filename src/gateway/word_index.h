// Which tasks a word occurs in. Words are found by their beginnings, as one types them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace commune::gateway {

using Ordinal = std::uint32_t;  // of a task in the board's index

// A set of ordinals, one bit each.
class OrdinalSet {
 public:
  explicit OrdinalSet(std::size_t size) : words_((size + 63) / 64) {}

  OrdinalSet() = default;

  void grow(std::size_t size) { words_.resize((size + 63) / 64); }
  void add(Ordinal ordinal) { words_[ordinal / 64] |= std::uint64_t{1} << (ordinal % 64); }
  void remove(Ordinal ordinal) { words_[ordinal / 64] &= ~(std::uint64_t{1} << (ordinal % 64)); }
  [[nodiscard]] bool contains(Ordinal ordinal) const {
    return (words_[ordinal / 64] >> (ordinal % 64) & 1U) != 0;
  }
  [[nodiscard]] std::size_t count() const;
  void keep_only(const OrdinalSet& other);
  [[nodiscard]] std::vector<Ordinal> members() const;  // ascending

 private:
  std::vector<std::uint64_t> words_;
};

class WordIndex {
 public:
  using WordNumber = std::uint32_t;
  using Words = std::vector<WordNumber>;

  // `words` without repetitions; new ones are numbered.
  [[nodiscard]] Words numbers_of(const std::vector<std::string>& words);
  // The task has these words now and no others.
  void put(Ordinal task, const Words& words);

  // The tasks in which every one of `beginnings` begins some word. There is at least one beginning,
  // and all ordinals are below `size`.
  [[nodiscard]] OrdinalSet find(const std::vector<std::string>& beginnings, std::size_t size) const;

 private:
  std::map<std::string, WordNumber, std::less<>> number_of_;
  std::vector<std::vector<Ordinal>> tasks_of_;  // by word number, ascending
  std::vector<Words> words_of_;                 // by ordinal
};

// The folded words of some texts, each once.
[[nodiscard]] std::vector<std::string> distinct_words(const std::vector<std::string_view>& texts);

}  // namespace commune::gateway
