// One encoding for each value: what is not exactly what the writer would write is refused.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>

#include "core/canonical.h"
#include "core/random.h"
#include "model/limits.h"
#include "wire/canonical_reader.h"
#include "wire/envelope_codec.h"
#include "wire/nouns_testing.h"
#include "wire/record_codec.h"

namespace commune::wire::testing {
namespace {

using core::Bytes;
using core::ByteView;

Bytes bytes_of(std::string_view hex) { return core::parse_hex(hex).value(); }

model::Envelope make_envelope(NounMaker& maker, std::size_t kind) {
  model::Envelope envelope;
  maker.fill(envelope.chain);
  maker.fill(envelope.nonce);
  maker.fill(envelope.key);
  envelope.expires_at = {1'795'000'000};
  envelope.credential = static_cast<model::CredentialKind>(1 + kind % 5);
  envelope.command = maker.make_command(kind);
  return envelope;
}

template <class Visit>
void for_each_random_envelope(int rounds, Visit&& visit) {
  core::Random random(2);
  NounMaker maker(random);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t kind = 0; kind < model::command_kinds.size(); ++kind) {
      visit(make_envelope(maker, kind));
    }
  }
}

TEST(Envelope, IsReadBackAsItWasWritten) {
  for_each_random_envelope(50, [](const model::Envelope& envelope) {
    const Bytes bytes = encode_envelope(envelope);
    const auto parsed = parse_envelope(bytes);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    EXPECT_TRUE(parsed->chain == envelope.chain && parsed->nonce == envelope.nonce &&
                parsed->expires_at == envelope.expires_at && parsed->key == envelope.key &&
                parsed->credential == envelope.credential && parsed->command == envelope.command);
    EXPECT_EQ(encode_envelope(*parsed), bytes);
  });
}

TEST(Envelope, IsRefusedWhenItsEndIsMissing) {
  for_each_random_envelope(3, [](const model::Envelope& envelope) {
    const Bytes bytes = encode_envelope(envelope);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(parse_envelope(ByteView(bytes).first(size))) << size << " of " << bytes.size();
    }
    const Bytes posted =
        encode_signed_envelope({bytes, model::Signature::from(Bytes(64, 7)).value()});
    for (std::size_t size = 0; size < posted.size(); ++size) {
      ASSERT_FALSE(parse_signed_envelope(ByteView(posted).first(size))) << size;
    }
  });
}

TEST(Envelope, WithAFlippedBitIsRefusedOrIsAnotherEnvelopeInItsOnlyForm) {
  for_each_random_envelope(2, [](const model::Envelope& envelope) {
    Bytes bytes = encode_envelope(envelope);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
      bytes[bit / 8] ^= mask;
      const auto parsed = parse_envelope(bytes);
      if (parsed) {
        ASSERT_EQ(core::to_hex(encode_envelope(*parsed)), core::to_hex(bytes));
      }
      bytes[bit / 8] ^= mask;
    }
  });
}

// A record may end after any field, so a prefix of one may be another record.
TEST(Records, WithAFlippedBitOrWithoutTheirEndAreRefusedOrInTheirOnlyForm) {
  core::Random random(3);
  NounMaker maker(random);
  for_each_noun([&](auto type, const std::string& name) {
    using Noun = typename decltype(type)::type;
    Bytes bytes = core::encode_canonical(maker.make<Noun>());
    const auto expect_canonical = [&](ByteView view) {
      const auto parsed = decode_canonical<Noun>(view, name);
      if (!parsed) return;
      ASSERT_EQ(core::to_hex(core::encode_canonical(*parsed)), core::to_hex(view)) << name;
    };
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      expect_canonical(ByteView(bytes).first(size));
    }
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      expect_canonical(bytes);
      bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
  });
}

RC_GTEST_PROP(Codec, AcceptsNoBytesThatItWouldNotWrite, (const Bytes& bytes)) {
  if (const auto parsed = parse_command(bytes)) RC_ASSERT(encode_command(*parsed) == bytes);
  if (const auto parsed = parse_block(bytes)) RC_ASSERT(encode_block(*parsed) == bytes);
  if (const auto parsed = parse_genesis(bytes)) RC_ASSERT(encode_genesis(*parsed) == bytes);
}

struct BadBytes {
  std::string_view what;
  std::string_view hex;
  std::string_view message;
};

// Commands that libprotobuf would accept, each with one thing that the canonical form forbids.
TEST(Command, IsRefusedInAnyButItsCanonicalForm) {
  const BadBytes cases[] = {
      {"nothing", "", "the command is empty"},
      {"an unknown command", "b20600", "command 102 is unknown"},
      {"a number instead of a command", "0800", "the command has the wrong wire type"},
      {"two commands", "2a002a00", "an envelope carries exactly one command"},
      {"a command that ends early", "2205", "command ends in the middle of a field"},
      {"an unknown field", "22050a0141 1001", "rename_member has an unknown field"},
      {"an explicit default", "22020a00", "rename_member.name is present but empty"},
      {"a field twice", "22060a01410a0142", "rename_member has an unknown field"},
      {"fields out of order", "9a0105 1803 120141", "put_venue has an unknown field"},
      {"a padded length", "22040a810041", "a number that is longer than needed"},
      {"a padded tag", "22048a000141", "a number that is longer than needed"},
      {"bytes that are no UTF-8", "22030a01ff", "rename_member.name is not valid UTF-8"},
      {"half a letter", "22030a01c3", "rename_member.name is not valid UTF-8"},
      {"a surrogate", "22050a03eda080", "rename_member.name is not valid UTF-8"},
      {"a letter past Unicode", "22060a04f4908080", "rename_member.name is not valid UTF-8"},
      {"an overlong letter", "22040a02c080", "rename_member.name is not valid UTF-8"},
      {"the letter zero", "22030a0100", "rename_member.name is not valid UTF-8"},
      {"a slug with a capital", "62030a0141", "join_guild.guild must be 1 to 40 of a-z"},
      {"a key of 2 bytes", "12040a021111", "revoke_invitation.invitation_key must be 32 bytes"},
      {"a field of another wire type", "22020801", "rename_member.name has the wrong wire type"},
      {"a fixed number", "220d09", "ends in the middle"},
      {"a group", "22010b", "unknown wire type"},
      {"field number zero", "220102", "bad field number"},
      {"a truth of two", "a203021002", "seek_swap.seeking is out of range"},
      {"a zero that is written", "a203021000", "seek_swap.seeking is present but zero"},
      {"33 bits for 32", "aa0306108080808010", "mark_done.minutes is out of range"},
      {"65 bits", "aa030b10ffffffffffffffffff02", "a number of more than 64 bits"},
      {"a time before 1970", "0a0b10ffffffffffffffffff01", "create_invitation.expires_at is out"},
      {"a time after 9999", "0a07108083d1ffaf07", "create_invitation.expires_at is out"},
      {"less than 32 bits hold", "9a010b18ffffffff f7ffffffff01", "put_venue.x_m is out of range"},
      {"an id of zeros", "9203120a1000000000000000000000000000000000",
       "take_place.task is all zero"},
  };
  for (const auto& bad : cases) {
    std::string hex(bad.hex);
    std::erase(hex, ' ');
    const auto parsed = parse_command(bytes_of(hex));
    ASSERT_FALSE(parsed.has_value()) << bad.what;
    EXPECT_EQ(parsed.error().code, core::ErrorCode::malformed) << bad.what;
    EXPECT_NE(parsed.error().message.find(bad.message), std::string::npos)
        << bad.what << ": " << parsed.error().message;
  }
}

TEST(Envelope, NeedsItsChainItsNonceItsKeyAndACredential) {
  core::Random random(4);
  NounMaker maker(random);
  const auto good = make_envelope(maker, 4);
  ASSERT_TRUE(parse_envelope(encode_envelope(good)));
  const auto refused = [](model::Envelope envelope) {
    return !parse_envelope(encode_envelope(envelope));
  };
  auto envelope = good;
  envelope.chain = {};
  EXPECT_TRUE(refused(envelope));
  envelope = good;
  envelope.nonce = {};
  EXPECT_TRUE(refused(envelope));
  envelope = good;
  envelope.key = {};
  EXPECT_TRUE(refused(envelope));
  envelope = good;
  envelope.credential = {};
  EXPECT_TRUE(refused(envelope));
  envelope = good;
  envelope.credential = static_cast<model::CredentialKind>(6);
  EXPECT_TRUE(refused(envelope));
}

TEST(Envelope, HasSixteenKibibytesAtMost) {
  core::Random random(7);
  NounMaker maker(random);
  model::Envelope envelope = make_envelope(maker, 0);
  model::ClearRound clearing;
  clearing.given.resize(1'000, {maker.make<model::Given>()});
  envelope.command = clearing;
  const Bytes large = encode_envelope(envelope);
  ASSERT_GT(large.size(), model::envelope_size_max);
  EXPECT_TRUE(parse_envelope(large).has_value()) << "but for a clearing";
  model::PostTask task;
  task.draft.details = std::string(model::envelope_size_max, 'x');
  envelope.command = task;
  const auto parsed = parse_envelope(encode_envelope(envelope));
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, core::ErrorCode::too_large);
  const auto posted = parse_signed_envelope(Bytes(model::clearing_size_max + 129));
  ASSERT_FALSE(posted.has_value());
  EXPECT_EQ(posted.error().code, core::ErrorCode::too_large);
}

TEST(Envelope, OfTheLargestPossibleTaskFits) {
  core::Random random(5);
  NounMaker maker(random);
  model::ChangeTask change = maker.make<model::ChangeTask>();
  change.draft.title = std::string(model::title_size_max, 'x');
  change.draft.why = std::string(model::why_size_max, 'x');
  change.draft.details = std::string(model::details_size_max, 'x');
  change.reason = std::string(model::reason_size_max, 'x');
  const auto slug = model::SkillId::parse(std::string(core::slug_size_max, 's')).value();
  for (auto* list :
       {&change.draft.certificates, &change.draft.skills_helpful, &change.draft.skills_taught}) {
    list->assign(model::skills_per_list_max, slug);
  }
  auto envelope = make_envelope(maker, 0);
  envelope.command = change;
  EXPECT_TRUE(parse_envelope(encode_envelope(envelope)));
}

TEST(SignedEnvelope, NeedsBothItsParts) {
  const auto signature = model::Signature::from(Bytes(64, 1)).value();
  ASSERT_TRUE(parse_signed_envelope(encode_signed_envelope({{1, 2, 3}, signature})));
  EXPECT_FALSE(parse_signed_envelope(encode_signed_envelope({{}, signature})));
  EXPECT_FALSE(parse_signed_envelope(encode_signed_envelope({{1, 2, 3}, {}})));
  EXPECT_FALSE(parse_signed_envelope(Bytes{}));
}

TEST(Record, IsReadByTheNumberOfItsKind) {
  core::Random random(6);
  NounMaker maker(random);
  const auto task = maker.make<model::Task>();
  const model::Record record = task;
  const auto kind = static_cast<std::uint32_t>(record.index());
  const auto bytes = core::encode_canonical(task);
  EXPECT_TRUE(parse_record(kind, bytes).value() == record);
  EXPECT_FALSE(parse_record(99, bytes));
  EXPECT_FALSE(parse_record(static_cast<std::uint32_t>(std::variant_size_v<model::Record>), bytes));
}

TEST(Text, IsCleanWhenItIsUtf8WithoutZero) {
  for (const std::string_view text :
       {"", "a", "é", "茶", "🥕", "\x7f", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_clean_text(core::as_bytes(text))) << text;
  }
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"\0"sv, "\x80"sv, "\xc1\xbf"sv, "\xe0\x9f\xbf"sv, "\xf0\x8f\xbf\xbf"sv,
        "\xf5\x80\x80\x80"sv, "\xed\xbf\xbf"sv, "\xe8\x8c"sv, "\xf0\x9f\xa5"sv, "a\xff"sv}) {
    EXPECT_FALSE(is_clean_text(core::as_bytes(text))) << core::to_hex(core::as_bytes(text));
  }
}

}  // namespace
}  // namespace commune::wire::testing
