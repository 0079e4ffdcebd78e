#include "push/sealing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "push/p256.h"

namespace commune::push {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(std::string_view text) {
  std::array<std::uint8_t, N> bytes{};
  const auto read = core::parse_base64url(text);
  EXPECT_TRUE(read && read->size() == N) << text;
  if (read) std::ranges::copy(*read, bytes.begin());
  return bytes;
}

// RFC 8291, section 5 and appendix A.
constexpr std::string_view endpoint =
    "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV";
constexpr std::string_view browser_key =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view browser_secret = "BTBZMqHH6r4Tts7J_aSIgg";

Subscription example() {
  return *parse_subscription(endpoint, browser_key, browser_secret, Reach::internet);
}

TEST(Sealing, TheExampleOfTheStandardComesOutByteForByte) {
  SealingChoice choice;
  choice.private_key = bytes_of<32>("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
  choice.salt = bytes_of<16>("DGv6ra1nlYgDCS1FRnbzlw");
  const auto sealed = seal_with(choice, example(), "When I grow up, I want to be a watermelon");
  EXPECT_EQ(core::to_base64url(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
            "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV"
            "WGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(Sealing, WhoCarriesAMessageCannotTellTwoOfThemApartByLength) {
  std::set<core::Bytes> seen;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, plain_size_max}) {
    const auto sealed = seal(example(), std::string(size, 'x'));
    ASSERT_TRUE(sealed.has_value());
    EXPECT_EQ(sealed->size(), sealed_size);
    seen.insert(*sealed);
  }
  seen.insert(*seal(example(), ""));
  EXPECT_EQ(seen.size(), 4U) << "the same text is never sealed the same way twice";
}

TEST(Sealing, WhatDoesNotFitIsRefused) {
  const auto sealed = seal(example(), std::string(plain_size_max + 1, 'x'));
  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().code, core::ErrorCode::too_large);
}

TEST(Subscription, KeysThatAreNoneAreRefusedWithTheirName) {
  const auto refused = [](std::string_view key, std::string_view secret) {
    const auto parsed = parse_subscription(endpoint, key, secret, Reach::internet);
    return parsed ? std::string("taken") : parsed.error().message;
  };
  std::string off_the_curve(browser_key);
  off_the_curve[20] = off_the_curve[20] == 'A' ? 'B' : 'A';
  std::string compressed(browser_key);
  compressed[1] = 'A';  // begins with 0 where 4 says uncompressed
  for (const std::string& key :
       {off_the_curve, compressed, std::string("AAAA"), std::string("?")}) {
    EXPECT_NE(refused(key, browser_secret).find("p256dh"), std::string::npos) << key;
  }
  for (const std::string_view secret : {"", "AAAA", "BTBZMqHH6r4Tts7J_aSIgg=x"}) {
    EXPECT_NE(refused(browser_key, secret).find("auth"), std::string::npos) << secret;
  }
  EXPECT_EQ(refused(browser_key, std::string(browser_secret) + "=="), "taken");
}

TEST(P256, ScalarsOutsideTheCurveGiveNoKey) {
  Scalar scalar{};
  EXPECT_FALSE(point_of(scalar).has_value());
  scalar.fill(0xff);
  EXPECT_FALSE(point_of(scalar).has_value());
  EXPECT_FALSE(open_private_key(scalar).has_value());
}

TEST(P256, BothSidesAgreeOnTheSecret) {
  Scalar one{};
  Scalar other{};
  one[31] = 7;
  other[31] = 9;
  const auto first = agree(*open_private_key(one)->key, *open_public_key(*point_of(other)));
  EXPECT_EQ(first, agree(*open_private_key(other)->key, *open_public_key(*point_of(one))));
}

}  // namespace
}  // namespace commune::push
