#include "push/vapid.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "push/p256.h"

namespace commune::push {
namespace {

VapidKey make_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(3);
  return *VapidKey::from(seed);
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts{""};
  for (const char letter : text) {
    if (letter == '.') {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  return parts;
}

// As a push service checks it (RFC 7515, RFC 7518).
bool is_signed_by(const std::string& key, const std::string& text, const core::Bytes& signature) {
  Point point{};
  std::ranges::copy(*core::parse_base64url(key), point.begin());
  const KeyHandle handle = open_public_key(point);
  ECDSA_SIG* pair = ECDSA_SIG_new();
  ECDSA_SIG_set0(pair, BN_bin2bn(signature.data(), 32, nullptr),
                 BN_bin2bn(signature.data() + 32, 32, nullptr));
  std::array<unsigned char, 80> encoded{};
  unsigned char* to = encoded.data();
  const auto size = static_cast<std::size_t>(i2d_ECDSA_SIG(pair, &to));
  ECDSA_SIG_free(pair);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, handle.get());
  const auto bytes = core::as_bytes(text);
  const int verdict = EVP_DigestVerify(context, encoded.data(), size, bytes.data(), bytes.size());
  EVP_MD_CTX_free(context);
  return verdict == 1;
}

TEST(Vapid, APushServiceCanTellWhoSendsUntilWhenAndWhomToAsk) {
  const VapidKey key = make_key();
  const core::Time now{1'795'000'000};
  const std::string header =
      key.authorization("https://push.example", "mailto:water@hillside.example", now);
  ASSERT_TRUE(header.starts_with("vapid t="));
  const auto comma = header.find(", k=");
  ASSERT_NE(comma, std::string::npos);
  EXPECT_EQ(header.substr(comma + 4), key.public_text());
  const auto parts = split(header.substr(8, comma - 8));
  ASSERT_EQ(parts.size(), 3U);
  const auto json = [](const std::string& part) {
    return nlohmann::json::parse(core::as_text(*core::parse_base64url(part)));
  };
  EXPECT_EQ(json(parts[0]), (nlohmann::json{{"typ", "JWT"}, {"alg", "ES256"}}));
  EXPECT_EQ(json(parts[1]), (nlohmann::json{{"aud", "https://push.example"},
                                            {"exp", now.seconds + 12 * 3600},
                                            {"sub", "mailto:water@hillside.example"}}));
  const auto signature = *core::parse_base64url(parts[2]);
  ASSERT_EQ(signature.size(), 64U);
  EXPECT_TRUE(is_signed_by(key.public_text(), parts[0] + "." + parts[1], signature));
  EXPECT_FALSE(is_signed_by(key.public_text(), parts[0] + "." + parts[1] + "x", signature));
}

TEST(Vapid, TheSameSeedIsTheSameSenderAndNoSeedOutsideTheCurveIsOne) {
  EXPECT_EQ(make_key().public_text(), make_key().public_text());
  EXPECT_EQ(make_key().public_text().size(), 87U);
  std::array<std::uint8_t, 32> seed{};
  EXPECT_FALSE(VapidKey::from(seed).has_value());
}

TEST(Vapid, WhomToAskIsAnAddressThatFitsIntoATokenAsItIs) {
  for (const auto* good : {"mailto:a@b.example", "https://hillside.example/ask"}) {
    EXPECT_TRUE(check_contact(good).has_value()) << good;
  }
  for (const auto* bad : {"", "mailto:", "mailto:nobody", "http://hillside.example", "https://",
                          "mailto:a@b\"c", "mailto:a@b\\c", "mailto:a @b", "mailto:ä@b"}) {
    EXPECT_FALSE(check_contact(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace commune::push
