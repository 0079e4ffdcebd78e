#include "trust/signature.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace commune::trust {
namespace {

Seed seed_of(std::string_view hex) {
  const auto bytes = core::parse_hex(hex).value();
  Seed seed{};
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return seed;
}

Seed counting_seed() {
  Seed seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  return seed;
}

std::string hex_of(const Seed& seed) { return core::to_hex(seed); }

// RFC 8032, section 7.1, tests 1 to 3: that the library under our feet is the right one.
struct Rfc8032 {
  std::string_view seed, key, message, signature;
};

constexpr Rfc8032 rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, IsWhatRfc8032Describes) {
  for (const auto& example : rfc8032) {
    const Seed seed = seed_of(example.seed);
    EXPECT_EQ(SigningKey(seed).public_key().hex(), example.key);
    std::array<unsigned char, 32> key{};
    std::array<unsigned char, 64> secret{};
    ASSERT_EQ(crypto_sign_seed_keypair(key.data(), secret.data(), seed.data()), 0);
    const auto message = core::parse_hex(example.message).value();
    std::array<unsigned char, 64> signature{};
    ASSERT_EQ(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                   secret.data()),
              0);
    EXPECT_EQ(core::to_hex(signature), example.signature);
    EXPECT_EQ(
        crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()),
        0);
  }
}

TEST(Signature, CoversTheLabelAZeroAndTheParts) {
  const SigningKey key(counting_seed());
  const auto signature = key.sign("label", {core::as_bytes("ab"), core::as_bytes("c")});
  EXPECT_TRUE(is_signed_by(key.public_key(), signature, "label", {core::as_bytes("abc")}));
  EXPECT_FALSE(is_signed_by(key.public_key(), signature, "labe", {core::as_bytes("labc")}));
  EXPECT_FALSE(is_signed_by(key.public_key(), signature, "labelabc", {}));
  EXPECT_FALSE(is_signed_by(key.public_key(), signature, "label", {core::as_bytes("abd")}));
}

TEST(Signature, ForOnePurposeNeverPassesForAnother) {
  const SigningKey key(counting_seed());
  const auto signature = key.sign(envelope_label, {core::as_bytes("x")});
  EXPECT_FALSE(is_signed_by(key.public_key(), signature, invitation_label, {core::as_bytes("x")}));
  EXPECT_FALSE(is_signed_by(key.public_key(), signature, session_label, {core::as_bytes("x")}));
}

TEST(Signature, WithAnyBitFlippedIsRefused) {
  const SigningKey key(counting_seed());
  const auto good = key.sign("label", {core::as_bytes("message")});
  core::Bytes bytes(good.view().begin(), good.view().end());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(is_signed_by(key.public_key(), *model::Signature::from(bytes), "label",
                              {core::as_bytes("message")}))
        << bit;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
}

// A key of small order would accept one signature for many messages.
TEST(Signature, OfAKeyOfSmallOrderIsRefused) {
  core::Bytes one(32, 0);
  one[0] = 1;
  core::Bytes signature(64, 0);
  signature[0] = 1;
  EXPECT_FALSE(
      is_signed_by(*model::PublicKey::from(one), *model::Signature::from(signature), "label", {}));
  EXPECT_FALSE(is_signed_by({}, {}, "label", {}));
}

// Figures made with another implementation of RFC 5869 (HMAC-SHA-256, salt "commune/v1").
TEST(Derivation, IsHkdfWithOurSalt) {
  EXPECT_EQ(hex_of(derive_seed(counting_seed(), core::as_bytes("vault"))),
            "9903cdbf91f7a32b820fb5778cf3f5cd0ab0c1bc1e3b3964382fa6ddca679b91");
  EXPECT_EQ(hex_of(member_seed(counting_seed())),
            "3858c1fe88d77efe70a1af517f9076790be5628e7de6619bde05e4cac3785fc3");
  const auto task = *model::TaskId::from(core::Bytes(16, 0xaa));
  EXPECT_EQ(hex_of(participant_seed(counting_seed(), task)),
            "6d847e97e232543ca766083bc8f08c9db059cb64626d86000226781023673e84");
}

TEST(Derivation, GivesAnotherKeyForEveryTaskAndEveryPerson) {
  const auto one = *model::TaskId::from(core::Bytes(16, 1));
  const auto two = *model::TaskId::from(core::Bytes(16, 2));
  EXPECT_NE(participant_seed(counting_seed(), one), participant_seed(counting_seed(), two));
  EXPECT_NE(participant_seed(counting_seed(), one), participant_seed(make_seed(), one));
  EXPECT_NE(make_seed(), make_seed());
}

RC_GTEST_PROP(Signature, OfAnyMessageIsVerified, (const core::Bytes& message)) {
  const SigningKey key(counting_seed());
  RC_ASSERT(is_signed_by(key.public_key(), key.sign("label", {message}), "label", {message}));
}

}  // namespace
}  // namespace commune::trust
