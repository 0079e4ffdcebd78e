#include "trust/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/canonical.h"
#include "core/hash.h"
#include "core/vectors_testing.h"
#include "trust/signature.h"
#include "trust/vault.h"

namespace commune::trust {
namespace {

using core::testing::at;
using core::testing::bytes_at;
using core::testing::JsonObject;
using core::testing::object_at;
using core::testing::text_at;

SigningKey key_named(std::string_view name) {
  Seed seed{};
  const auto digest = core::sha256(core::as_bytes(name));
  std::ranges::copy(digest.view(), seed.begin());
  return SigningKey(seed);
}

const model::ChainId chain = *model::ChainId::from(core::Bytes(32, 0xc0));

// Trust never looks into the bytes: any will do here.
const core::Bytes envelope_bytes{1, 2, 3};

model::Envelope parsed_by(const SigningKey& key, model::Command command) {
  return {.chain = chain,
          .nonce = {},
          .expires_at = {1000},
          .credential = model::CredentialKind::member,
          .key = key.public_key(),
          .command = std::move(command)};
}

model::Join join_with(const SigningKey& invitation, const SigningKey& made_out_for,
                      const model::ChainId& made_for = chain) {
  return {.name = "Nils",
          .invitation_key = invitation.public_key(),
          .invitation_signature = invitation.sign(
              invitation_label, {made_for.view(), made_out_for.public_key().view()})};
}

TEST(Verifying, GivesTheCommandWithTheDigestOfItsBytes) {
  const auto ana = key_named("ana");
  const auto verified = verify_envelope(sign_envelope(envelope_bytes, ana),
                                        parsed_by(ana, model::RenameMember{"Ana"}), chain);
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->id, core::sha256(envelope_bytes));
  EXPECT_EQ(verified->key, ana.public_key());
  EXPECT_EQ(verified->expires_at, core::Time{1000});
  EXPECT_EQ(verified->credential, model::CredentialKind::member);
  EXPECT_TRUE(verified->command == model::Command{model::RenameMember{"Ana"}});
}

TEST(Verifying, RefusesWhatSomebodyElseSigned) {
  const auto verified = verify_envelope(sign_envelope(envelope_bytes, key_named("eve")),
                                        parsed_by(key_named("ana"), model::LeaveCommune{}), chain);
  ASSERT_FALSE(verified.has_value());
  EXPECT_EQ(verified.error().code, core::ErrorCode::forged);
}

TEST(Verifying, RefusesBytesThatWereChangedAfterwards) {
  const auto ana = key_named("ana");
  auto posted = sign_envelope(envelope_bytes, ana);
  for (std::size_t bit = 0; bit < posted.envelope.size() * 8; ++bit) {
    posted.envelope[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const auto verified = verify_envelope(posted, parsed_by(ana, model::LeaveCommune{}), chain);
    ASSERT_FALSE(verified.has_value());
    EXPECT_EQ(verified.error().code, core::ErrorCode::forged);
    posted.envelope[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
  posted.envelope.push_back(0);
  EXPECT_FALSE(verify_envelope(posted, parsed_by(ana, model::LeaveCommune{}), chain));
}

TEST(Verifying, RefusesWhatWasMadeForAnotherCommune) {
  const auto ana = key_named("ana");
  auto envelope = parsed_by(ana, model::LeaveCommune{});
  envelope.chain = *model::ChainId::from(core::Bytes(32, 0xc1));
  const auto verified = verify_envelope(sign_envelope(envelope_bytes, ana), envelope, chain);
  ASSERT_FALSE(verified.has_value());
  EXPECT_EQ(verified.error().code, core::ErrorCode::conflict);
}

TEST(Verifying, HoldsAnInvitationToTheNewcomerAndTheCommune) {
  const auto nils = key_named("nils");
  const auto invitation = key_named("invitation");
  const auto verify = [&](const model::Join& join) {
    return verify_envelope(sign_envelope(envelope_bytes, nils), parsed_by(nils, join), chain);
  };
  EXPECT_TRUE(verify(join_with(invitation, nils)));

  const auto for_another_person = verify(join_with(invitation, key_named("eve")));
  ASSERT_FALSE(for_another_person.has_value());
  EXPECT_EQ(for_another_person.error().code, core::ErrorCode::forged);

  const auto elsewhere = *model::ChainId::from(core::Bytes(32, 0xc1));
  EXPECT_FALSE(verify(join_with(invitation, nils, elsewhere)));

  auto stolen = join_with(invitation, nils);
  stolen.invitation_key = key_named("another invitation").public_key();
  EXPECT_FALSE(verify(stolen));
  auto unsigned_one = join_with(invitation, nils);
  unsigned_one.invitation_signature = {};
  EXPECT_FALSE(verify(unsigned_one));
}

// ---- tests/vectors/envelope.json: keys and signatures that the app made

class Vectors : public ::testing::Test {
 protected:
  static Seed root_of(const core::Bytes& bytes) {
    Seed seed{};
    std::ranges::copy(bytes, seed.begin());
    return seed;
  }
  template <class Fixed>
  static Fixed fixed(const JsonObject& json, const std::string& name) {
    return Fixed::parse(text_at(json, name)).value();
  }

  const JsonObject vectors = core::testing::read_vectors("envelope.json");
  const JsonObject& keys = object_at(vectors, "keys");
  const Seed root = root_of(bytes_at(vectors, "seed"));
  const model::ChainId golden_chain = fixed<model::ChainId>(vectors, "chain");
  const model::TaskId task = fixed<model::TaskId>(keys, "task");
  const SigningKey member{member_seed(root)};
};

TEST_F(Vectors, DeriveTheSameKeysAsTheApp) {
  EXPECT_EQ(member.public_key().hex(), text_at(keys, "member_public_key"));
  EXPECT_EQ(model::member_id_of(member.public_key()).hex(), text_at(keys, "member_id"));
  EXPECT_EQ(SigningKey(participant_seed(root, task)).public_key().hex(),
            text_at(keys, "participant_public_key"));
  const auto round = fixed<model::RoundId>(keys, "round");
  EXPECT_EQ(model::willing_id_of(golden_chain, round, member.public_key()).hex(),
            text_at(keys, "willing_id"));
  EXPECT_EQ(core::to_hex(derive_seed(root, core::as_bytes("vault"))), text_at(keys, "vault_key"));
}

TEST_F(Vectors, GiveDemoPeopleTheSameKeysAsTheApp) {
  const JsonObject& demo = object_at(keys, "demo");
  const auto digest =
      core::labelled_hash("commune/demo/v1", {core::as_bytes(text_at(demo, "slug"))});
  EXPECT_EQ(digest.hex(), text_at(demo, "seed"));
  const Seed seed = root_of(bytes_at(demo, "seed"));
  EXPECT_EQ(SigningKey(member_seed(seed)).public_key().hex(), text_at(demo, "member_public_key"));
}

TEST_F(Vectors, SignInvitationsAndSessionsAsTheAppDoes) {
  const JsonObject& invitation = object_at(keys, "invitation");
  const std::string& link = text_at(invitation, "link");
  const auto secret = core::parse_base64url(link.substr(link.find('#') + 1)).value();
  const SigningKey key(root_of(secret));
  const auto newcomer = fixed<model::PublicKey>(invitation, "newcomer_public_key");
  EXPECT_EQ(key.sign(invitation_label, {golden_chain.view(), newcomer.view()}).hex(),
            text_at(invitation, "signature"));

  const JsonObject& session = object_at(keys, "session");
  const auto time = static_cast<std::uint64_t>(at(session, "time").number_value());
  core::Bytes big_endian;
  for (int shift = 56; shift >= 0; shift -= 8) {
    big_endian.push_back(static_cast<std::uint8_t>(time >> shift & 255U));
  }
  EXPECT_EQ(member.sign(session_label, {golden_chain.view(), big_endian}).hex(),
            text_at(session, "signature"));
}

TEST_F(Vectors, SignEveryEnvelopeAsTheAppDoes) {
  int count = 0;
  for (const auto& entry : at(vectors, "envelopes").list_value().values()) {
    const JsonObject& json = entry.struct_value();
    const auto bytes = bytes_at(json, "envelope");
    const auto key = fixed<model::PublicKey>(json, "key");
    const auto signature = fixed<model::Signature>(json, "signature");
    EXPECT_TRUE(is_signed_by(key, signature, envelope_label, {bytes}));
    if (key == member.public_key()) {
      EXPECT_EQ(sign_envelope(bytes, member).signature, signature);
    }
    count += 1;
  }
  EXPECT_GE(count, 33);
}

TEST(VaultBlob, IsSignedAsTheAppSignsIt) {
  const auto vectors = core::testing::read_vectors("vault.json");
  const core::Bytes root = bytes_at(vectors, "seed");
  Seed seed{};
  std::ranges::copy(root, seed.begin());
  const SigningKey key(vault_seed(seed));
  EXPECT_EQ(key.public_key().hex(), text_at(vectors, "vault_key"));
  const auto home = model::ChainId::parse(text_at(vectors, "chain")).value();
  const auto& blobs = at(vectors, "blobs").list_value();
  ASSERT_GT(blobs.values_size(), 0);
  for (const auto& value : blobs.values()) {
    const auto& golden = value.struct_value();
    model::VaultBlob blob{
        .version = static_cast<std::uint64_t>(at(golden, "version").number_value()),
        .sealed = bytes_at(golden, "sealed"),
        .signature = {}};
    sign_vault_blob(blob, key, home);
    EXPECT_EQ(blob.signature.hex(), text_at(golden, "signature"));
    EXPECT_TRUE(is_vault_blob_of(key.public_key(), home, blob));
    EXPECT_EQ(core::to_hex(core::encode_canonical(blob)), text_at(golden, "blob"));
  }
}

}  // namespace
}  // namespace commune::trust
