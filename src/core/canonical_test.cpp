#include "core/canonical.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace commune::core {
namespace {

struct TinyTag {};
using Tiny = FixedBytes<TinyTag, 8>;

struct Leaf {
  std::uint32_t number = 0;
  friend bool operator==(const Leaf&, const Leaf&) = default;
};

template <class T, class Visitor>
  requires std::is_same_v<std::remove_const_t<T>, Leaf>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "number", noun.number);
}

struct Noun {
  bool truth = false;
  std::int32_t small = 0;
  std::uint64_t large = 0;
  Time time{};
  std::string text{};
  Tiny id{};
  Bytes bytes{};
  Leaf leaf{};
  std::vector<Leaf> leaves{};
  std::vector<std::string> texts{};
  std::uint32_t late = 0;
};

template <class T, class Visitor>
  requires std::is_same_v<std::remove_const_t<T>, Noun>
void visit_fields(T& noun, Visitor&& visit) {
  visit(1, "truth", noun.truth);
  visit(2, "small", noun.small);
  visit(3, "large", noun.large);
  visit(4, "time", noun.time);
  visit(5, "text", noun.text);
  visit(6, "id", noun.id);
  visit(7, "bytes", noun.bytes);
  visit(8, "leaf", noun.leaf);
  visit(9, "leaves", noun.leaves);
  visit(10, "texts", noun.texts);
  visit(100, "late", noun.late);
}

std::string hex_of(const Noun& noun) { return to_hex(encode_canonical(noun)); }

TEST(CanonicalBytes, LeaveOutWhatHasItsDefault) { EXPECT_EQ(hex_of({}), ""); }

TEST(CanonicalBytes, OfEachKindOfField) {
  EXPECT_EQ(hex_of({.truth = true}), "0801");
  EXPECT_EQ(hex_of({.small = 1}), "1001");
  EXPECT_EQ(hex_of({.small = -1}), "10ffffffffffffffffff01");
  EXPECT_EQ(hex_of({.large = 127}), "187f");
  EXPECT_EQ(hex_of({.large = 128}), "188001");
  EXPECT_EQ(hex_of({.large = std::numeric_limits<std::uint64_t>::max()}), "18ffffffffffffffffff01");
  EXPECT_EQ(hex_of({.time = {300}}), "20ac02");
  EXPECT_EQ(hex_of({.text = "é"}), "2a02c3a9");
  EXPECT_EQ(hex_of({.id = Tiny::parse("0102030405060708").value()}), "32080102030405060708");
  EXPECT_EQ(hex_of({.bytes = {0}}), "3a0100");
  EXPECT_EQ(hex_of({.leaf = {.number = 5}}), "42020805");
  EXPECT_EQ(hex_of({.late = 1}), "a00601");
}

TEST(CanonicalBytes, OfListsKeepEveryEntryEvenAnEmptyOne) {
  EXPECT_EQ(hex_of({.leaves = {{}, {.number = 1}}}),
            "4a00"
            "4a020801");
  EXPECT_EQ(hex_of({.texts = {"", "a"}}),
            "5200"
            "520161");
}

TEST(CanonicalBytes, PutTheLengthBeforeWhatIsLong) {
  const auto bytes = encode_canonical(Noun{.text = std::string(300, 'x')});
  EXPECT_EQ(to_hex(ByteView(bytes).first(4)), "2aac0278");
  EXPECT_EQ(bytes.size(), 303U);
  CanonicalWriter writer;
  writer.nested_field(1, [&] { writer.bytes_field(2, Bytes(200, 7)); });
  const auto nested = writer.take();
  EXPECT_EQ(to_hex(ByteView(nested).first(6)), "0acb0112c801");
}

}  // namespace
}  // namespace commune::core
