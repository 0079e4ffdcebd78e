// Holds the field lists of src/model to api/commune.proto, through libprotobuf's reflection, and
// our bytes to libprotobuf's.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "commune.pb.h"
#include "core/canonical.h"
#include "model/enums.h"
#include "wire/canonical_reader.h"
#include "wire/nouns_testing.h"

namespace commune::wire::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

// The envelope's two messages have their lists in envelope_codec.cpp, Command is a variant.
const std::set<std::string> messages_of_the_codec{"SignedEnvelope", "Envelope", "Command"};

const FileDescriptor& schema() { return *commune::v1::Envelope::descriptor()->file(); }

const Descriptor& message_named(const std::string& name) {
  const Descriptor* found = schema().FindMessageTypeByName(name);
  CHECK(found != nullptr);
  return *found;
}

// The type of a field as the schema writes it, for a field of C++ type T.
template <class T>
std::string schema_type(const T&) {
  if constexpr (std::is_same_v<T, bool>) {
    return "bool";
  } else if constexpr (std::is_same_v<T, std::uint32_t>) {
    return "uint32";
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    return "uint64";
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return "int32";
  } else if constexpr (std::is_same_v<T, core::Time> || std::is_same_v<T, core::Height> ||
                       std::is_same_v<T, std::int64_t>) {
    return "int64";
  } else if constexpr (std::is_same_v<T, model::Urgency>) {
    return "Urgency";
  } else if constexpr (std::is_same_v<T, model::Effort>) {
    return "Effort";
  } else if constexpr (std::is_same_v<T, model::TaskStatus>) {
    return "TaskStatus";
  } else if constexpr (std::is_same_v<T, model::PlaceStatus>) {
    return "PlaceStatus";
  } else if constexpr (std::is_same_v<T, model::AlertStatus>) {
    return "AlertStatus";
  } else if constexpr (std::is_same_v<T, model::DeviceRole>) {
    return "DeviceRole";
  } else if constexpr (std::is_same_v<T, std::string> || requires(T slug) { slug.text(); }) {
    return "string";
  } else if constexpr (core::HasFields<T>) {
    std::string name;
    for_each_noun([&](auto type, const std::string& noun) {
      if (std::is_same_v<typename decltype(type)::type, T>) name = noun;
    });
    return name;
  } else {
    return "bytes";  // FixedBytes and Bytes
  }
}

std::string schema_type(const core::Bytes&) { return "bytes"; }

template <class T>
std::string schema_type(const std::vector<T>&) {
  return "repeated " + schema_type(T{});
}

std::string schema_type(const FieldDescriptor& field) {
  std::string name = field.type_name();
  if (field.message_type() != nullptr) name = field.message_type()->name();
  if (field.enum_type() != nullptr) name = field.enum_type()->name();
  return (field.is_repeated() ? "repeated " : "") + name;
}

template <core::HasFields Noun>
std::vector<std::string> fields_of_code() {
  std::vector<std::string> lines;
  const Noun noun{};
  visit_fields(noun, [&](std::uint32_t number, std::string_view name, const auto& value) {
    lines.push_back(std::to_string(number) + " " + std::string(name) + ": " + schema_type(value));
  });
  return lines;
}

std::vector<std::string> fields_of_schema(const Descriptor& message) {
  std::map<int, std::string> lines;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    lines[field.number()] =
        std::to_string(field.number()) + " " + field.name() + ": " + schema_type(field);
  }
  std::vector<std::string> ordered;
  ordered.reserve(lines.size());
  for (const auto& [number, line] : lines) ordered.push_back(line);
  return ordered;
}

TEST(Schema, HasEveryFieldOfEveryNounInItsOrder) {
  for_each_noun([](auto type, const std::string& name) {
    using Noun = typename decltype(type)::type;
    EXPECT_EQ(fields_of_code<Noun>(), fields_of_schema(message_named(name))) << name;
  });
}

TEST(Schema, HasNoMessageThatTheCodeDoesNotKnow) {
  std::set<std::string> known = messages_of_the_codec;
  for_each_noun([&](auto, const std::string& name) { known.insert(name); });
  for (int i = 0; i < schema().message_type_count(); ++i) {
    EXPECT_EQ(known.erase(schema().message_type(i)->name()), 1U)
        << schema().message_type(i)->name();
  }
  EXPECT_TRUE(known.empty()) << *known.begin() << " is not in the schema";
}

TEST(Schema, NumbersTheCommandsAsTheCodeDoes) {
  const auto& kinds = *message_named("Command").oneof_decl(0);
  ASSERT_EQ(static_cast<std::size_t>(kinds.field_count()), model::command_kinds.size());
  for (std::size_t i = 0; i < model::command_kinds.size(); ++i) {
    const FieldDescriptor& field = *kinds.field(static_cast<int>(i));
    EXPECT_EQ(static_cast<std::uint32_t>(field.number()), model::command_kinds.at(i).number);
    EXPECT_EQ(field.name(), model::command_kinds.at(i).name);
    EXPECT_EQ(field.message_type()->name(), message_name_of(field.name()));
  }
}

template <class Enum>
void expect_enum(const std::string& name, const std::vector<std::string>& values) {
  const auto* found = schema().FindEnumTypeByName(name);
  ASSERT_NE(found, nullptr) << name;
  ASSERT_EQ(static_cast<std::size_t>(found->value_count()), values.size()) << name;
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(found->FindValueByNumber(static_cast<int>(i))->name(), values[i]);
  }
  EXPECT_EQ(last_of(Enum{}) + 1, values.size()) << name;
}

TEST(Schema, NumbersTheEnumeratorsAsTheCodeDoes) {
  expect_enum<model::CredentialKind>(
      "CredentialKind", {"CREDENTIAL_UNSPECIFIED", "CREDENTIAL_MEMBER", "CREDENTIAL_PARTICIPANT",
                         "CREDENTIAL_KEEPER", "CREDENTIAL_NEWCOMER", "CREDENTIAL_DEVICE"});
  expect_enum<model::Urgency>("Urgency", {"URGENCY_CALM", "URGENCY_SOON", "URGENCY_URGENT"});
  expect_enum<model::Effort>("Effort", {"EFFORT_LIGHT", "EFFORT_MEDIUM", "EFFORT_HEAVY"});
  expect_enum<model::TaskStatus>("TaskStatus", {"TASK_OPEN", "TASK_CANCELLED", "TASK_RECORDED"});
  expect_enum<model::PlaceStatus>("PlaceStatus", {"PLACE_TAKEN", "PLACE_DONE", "PLACE_CONFIRMED"});
  expect_enum<model::AlertStatus>(
      "AlertStatus", {"ALERT_OPEN", "ALERT_CONFIRMED", "ALERT_DISMISSED", "ALERT_WITHDRAWN"});
  expect_enum<model::DeviceRole>("DeviceRole",
                                 {"DEVICE_SENSOR", "DEVICE_NEIGHBOUR", "DEVICE_MESSENGER"});
  EXPECT_EQ(static_cast<int>(model::CredentialKind::member), commune::v1::CREDENTIAL_MEMBER);
  EXPECT_EQ(static_cast<int>(model::CredentialKind::newcomer), commune::v1::CREDENTIAL_NEWCOMER);
}

// What libprotobuf makes of our bytes, written out by it again.
core::Bytes through_libprotobuf(const Descriptor& message, const core::Bytes& bytes) {
  const std::unique_ptr<Message> parsed{
      MessageFactory::generated_factory()->GetPrototype(&message)->New()};
  EXPECT_TRUE(parsed->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  const std::string text = parsed->SerializeAsString();
  const auto view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

TEST(Codec, WritesWhatLibprotobufWritesAndReadsItBack) {
  core::Random random(1);
  NounMaker maker(random);
  for_each_noun([&](auto type, const std::string& name) {
    using Noun = typename decltype(type)::type;
    for (int round = 0; round < 200; ++round) {
      const Noun noun = maker.make<Noun>();
      const core::Bytes bytes = core::encode_canonical(noun);
      ASSERT_EQ(core::to_hex(bytes), core::to_hex(through_libprotobuf(message_named(name), bytes)))
          << name;
      const auto decoded = decode_canonical<Noun>(bytes, name);
      ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
      ASSERT_TRUE(*decoded == noun) << name;
    }
  });
}

}  // namespace
}  // namespace commune::wire::testing
