#include "core/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace commune::core {
namespace {

TEST(Hex, WritesLowerCase) { EXPECT_EQ(to_hex(Bytes{0x00, 0xab, 0xff}), "00abff"); }

TEST(Hex, RefusesOddLengthsCapitalsAndOtherLetters) {
  EXPECT_EQ(parse_hex("0"), std::nullopt);
  EXPECT_EQ(parse_hex("AB"), std::nullopt);
  EXPECT_EQ(parse_hex("0g"), std::nullopt);
  EXPECT_EQ(parse_hex("0x"), std::nullopt);
}

TEST(Base64url, AgreesWithTheExamplesOfRfc4648WithoutPadding) {
  EXPECT_EQ(to_base64url(as_bytes("")), "");
  EXPECT_EQ(to_base64url(as_bytes("f")), "Zg");
  EXPECT_EQ(to_base64url(as_bytes("fo")), "Zm8");
  EXPECT_EQ(to_base64url(as_bytes("foo")), "Zm9v");
  EXPECT_EQ(to_base64url(as_bytes("foob")), "Zm9vYg");
  EXPECT_EQ(to_base64url(as_bytes("fooba")), "Zm9vYmE");
  EXPECT_EQ(to_base64url(as_bytes("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Base64url, HasOneSpellingForEachValue) {
  EXPECT_EQ(parse_base64url("Zg=="), std::nullopt);  // padding
  EXPECT_EQ(parse_base64url("Zh"), std::nullopt);    // left-over bits that are not zero
  EXPECT_EQ(parse_base64url("Z"), std::nullopt);     // no such length
  EXPECT_EQ(parse_base64url("Zm9v\n"), std::nullopt);
  EXPECT_EQ(parse_base64url("+/8"), std::nullopt);  // the other alphabet
}

RC_GTEST_PROP(TextForms, BringEveryBufferBack, (const Bytes& bytes)) {
  RC_ASSERT(parse_hex(to_hex(bytes)) == bytes);
  RC_ASSERT(parse_base64url(to_base64url(bytes)) == bytes);
}

RC_GTEST_PROP(TextForms, AcceptOnlyWhatTheyWouldWrite, (const std::string& text)) {
  if (const auto bytes = parse_hex(text)) RC_ASSERT(to_hex(*bytes) == text);
  if (const auto bytes = parse_base64url(text)) RC_ASSERT(to_base64url(*bytes) == text);
}

}  // namespace
}  // namespace commune::core
