// tests/vectors/envelope.json: the app wrote these envelopes; we build the same bytes from the same
// words, and read the words back from the bytes.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "core/canonical.h"
#include "core/hash.h"
#include "core/vectors_testing.h"
#include "model/enums.h"
#include "wire/envelope_codec.h"

namespace commune::wire::testing {
namespace {

using core::testing::JsonObject;
using core::testing::JsonValue;

core::Time time_of(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  EXPECT_EQ(
      std::sscanf(text.c_str(), "%d-%u-%uT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second),
      6);
  const std::chrono::sys_days date{std::chrono::year{year} / std::chrono::month{month} /
                                   std::chrono::day{day}};
  return core::Time{date.time_since_epoch().count() * std::int64_t{86'400}} +
         core::Seconds{hour * 3600 + minute * 60 + second};
}

// Fills nouns from JSON by their field lists; a name in the JSON that no field has is an error.
class JsonReader {
 public:
  template <core::HasFields Noun>
  static Noun read(const JsonObject& json) {
    Noun noun{};
    std::set<std::string> unread;
    for (const auto& entry : json.fields()) unread.insert(entry.first);
    unread.erase("kind");
    visit_fields(noun, [&](std::uint32_t, std::string_view name, auto& field) {
      EXPECT_EQ(unread.erase(std::string(name)), 1U) << name << " is missing";
      if (json.fields().contains(std::string(name)))
        fill(core::testing::at(json, std::string(name)), field);
    });
    EXPECT_TRUE(unread.empty()) << *unread.begin() << " is no field";
    return noun;
  }

 private:
  static void fill(const JsonValue& json, bool& value) { value = json.bool_value(); }
  static void fill(const JsonValue& json, std::uint32_t& value) {
    value = static_cast<std::uint32_t>(json.number_value());
  }
  static void fill(const JsonValue& json, std::int32_t& value) {
    value = static_cast<std::int32_t>(json.number_value());
  }
  static void fill(const JsonValue& json, std::int64_t& value) {
    value = std::stoll(json.string_value());
  }
  static void fill(const JsonValue& json, core::Time& value) {
    if (json.has_string_value()) value = time_of(json.string_value());
  }
  static void fill(const JsonValue& json, std::string& value) { value = json.string_value(); }
  static void fill(const JsonValue& json, model::DeviceRole& value) {
    const std::string& word = json.string_value();
    value = word == "messenger"   ? model::DeviceRole::messenger
            : word == "neighbour" ? model::DeviceRole::neighbour
                                  : model::DeviceRole::sensor;
  }
  static void fill(const JsonValue& json, model::Urgency& value) {
    const auto& word = json.string_value();
    value = word == "urgent" ? model::Urgency::urgent
            : word == "soon" ? model::Urgency::soon
                             : model::Urgency::calm;
  }
  static void fill(const JsonValue& json, model::Effort& value) {
    const auto& word = json.string_value();
    value = word == "heavy"    ? model::Effort::heavy
            : word == "medium" ? model::Effort::medium
                               : model::Effort::light;
  }
  template <class Tag>
  static void fill(const JsonValue& json, core::Slug<Tag>& value) {
    if (!json.string_value().empty()) value = core::Slug<Tag>::parse(json.string_value()).value();
  }
  template <class Tag, std::size_t N>
  static void fill(const JsonValue& json, core::FixedBytes<Tag, N>& value) {
    value = core::FixedBytes<Tag, N>::parse(json.string_value()).value();
  }
  template <class T>
  static void fill(const JsonValue& json, std::vector<T>& values) {
    for (const auto& entry : json.list_value().values()) fill(entry, values.emplace_back());
  }
  template <core::HasFields Noun>
  static void fill(const JsonValue& json, Noun& value) {
    value = read<Noun>(json.struct_value());
  }
};

model::Command command_of(const JsonObject& json) {
  const std::string& kind = core::testing::text_at(json, "kind");
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    model::Command command;
    const bool known =
        ((kind == model::command_kinds[I].name &&
          (command = JsonReader::read<std::variant_alternative_t<I, model::Command>>(json),
           true)) ||
         ...);
    EXPECT_TRUE(known) << kind;
    return command;
  }(std::make_index_sequence<std::variant_size_v<model::Command>>{});
}

model::CredentialKind credential_of(const std::string& word) {
  return word == "member"        ? model::CredentialKind::member
         : word == "participant" ? model::CredentialKind::participant
         : word == "keeper"      ? model::CredentialKind::keeper
         : word == "device"      ? model::CredentialKind::device
                                 : model::CredentialKind::newcomer;
}

template <class Fixed>
Fixed fixed_at(const JsonObject& json, const std::string& name) {
  return Fixed::parse(core::testing::text_at(json, name)).value();
}

TEST(GoldenEnvelopes, AreTheSameInTheAppAndHere) {
  const JsonObject vectors = core::testing::read_vectors("envelope.json");
  std::set<std::string_view> kinds;
  for (const auto& entry : core::testing::at(vectors, "envelopes").list_value().values()) {
    const JsonObject& json = entry.struct_value();
    const core::Bytes golden = core::testing::bytes_at(json, "envelope");
    model::Envelope envelope;
    envelope.chain = fixed_at<model::ChainId>(vectors, "chain");
    envelope.nonce = fixed_at<model::Nonce>(json, "nonce");
    envelope.expires_at = {
        static_cast<std::int64_t>(core::testing::at(vectors, "expires_at").number_value())};
    envelope.credential = credential_of(core::testing::text_at(json, "credential"));
    envelope.key = fixed_at<model::PublicKey>(json, "key");
    envelope.command = command_of(core::testing::object_at(json, "command"));
    SCOPED_TRACE(name_of(envelope.command));
    kinds.insert(name_of(envelope.command));

    EXPECT_EQ(core::to_hex(encode_envelope(envelope)), core::to_hex(golden));
    const auto parsed = parse_envelope(golden);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
    EXPECT_TRUE(parsed->command == envelope.command && parsed->key == envelope.key);
    EXPECT_EQ(core::sha256(golden), fixed_at<core::Digest>(json, "id"));

    const auto posted = core::testing::bytes_at(json, "signed_envelope");
    const auto signed_envelope = parse_signed_envelope(posted);
    ASSERT_TRUE(signed_envelope.has_value()) << signed_envelope.error().message;
    EXPECT_EQ(signed_envelope->envelope, golden);
    EXPECT_EQ(signed_envelope->signature, fixed_at<model::Signature>(json, "signature"));
    EXPECT_EQ(core::to_hex(encode_signed_envelope(*signed_envelope)), core::to_hex(posted));
  }
  EXPECT_EQ(kinds.size(), model::command_kinds.size()) << "a command has no golden bytes";
}

}  // namespace
}  // namespace commune::wire::testing
