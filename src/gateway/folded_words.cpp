#include "gateway/folded_words.h"

#include <array>
#include <cstdint>

namespace commune::gateway {
namespace {

constexpr std::size_t word_bytes_max = 40;

// U+00C0 to U+017F without their accents; "?" is no letter. Two letters for ligatures and sharp s.
constexpr std::array<std::string_view, 192> latin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "?", "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "?", "o", "u", "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",   // 170
};

struct Character {
  std::uint32_t point;
  std::size_t size;
};

// Texts of the ledger are well-formed UTF-8; a stray byte counts as a character of its own.
Character character_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = byte(0);
  const std::size_t size = first < 0xC0U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
  if (size == 1 || size > text.size()) return {first, 1};
  std::uint32_t point = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) point = (point << 6U) | (byte(i) & 0x3FU);
  return {point, size};
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x800U) {
    add(0xC0U | (point >> 6U));
  } else if (point < 0x10000U) {
    add(0xE0U | (point >> 12U));
    add(0x80U | ((point >> 6U) & 0x3FU));
  } else {
    add(0xF0U | (point >> 18U));
    add(0x80U | ((point >> 12U) & 0x3FU));
    add(0x80U | ((point >> 6U) & 0x3FU));
  }
  add(0x80U | (point & 0x3FU));
}

enum class Kind { letter, mark, gap };

Kind append_folded(std::string& word, std::uint32_t point) {
  const auto within = [&](std::uint32_t low, std::uint32_t high) {
    return point >= low && point <= high;
  };
  if (point < 0x80U) {
    if (within('A', 'Z')) point += 'a' - 'A';
    if (!within('a', 'z') && !within('0', '9')) return Kind::gap;
    word += static_cast<char>(point);
    return Kind::letter;
  }
  if (within(0x300U, 0x36FU)) return Kind::mark;  // a combining accent
  if (within(0x80U, 0xBFU) || within(0x2000U, 0x206FU) || within(0x3000U, 0x303FU))
    return Kind::gap;
  if (within(0xC0U, 0x17FU)) {
    const std::string_view letters = latin[point - 0xC0U];
    if (letters == "?") return Kind::gap;
    word += letters;
    return Kind::letter;
  }
  if (within(0x391U, 0x3A9U) || within(0x410U, 0x42FU)) point += 32;
  if (within(0x400U, 0x40FU)) point += 80;
  append_utf8(word, point);
  return Kind::letter;
}

}  // namespace

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (word.size() > word_bytes_max) word.resize(word_bytes_max);
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  while (!text.empty()) {
    const Character character = character_at(text);
    text.remove_prefix(character.size);
    if (append_folded(word, character.point) == Kind::gap) finish();
  }
  finish();
  return words;
}

}  // namespace commune::gateway
