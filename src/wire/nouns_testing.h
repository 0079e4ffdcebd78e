// Every noun that has a field list, with its name in api/commune.proto, and a maker of random ones
// that reads the same lists: whatever is added to a noun is tested without another line.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/canonical.h"
#include "core/random.h"
#include "core/time.h"
#include "model/block.h"
#include "model/command.h"
#include "model/genesis.h"
#include "model/record.h"
#include "model/vault.h"

namespace commune::wire::testing {

// Name of the message of a command: "take_place" is TakePlace.
[[nodiscard]] inline std::string message_name_of(std::string_view field_name) {
  std::string name;
  bool capital = true;
  for (const char letter : field_name) {
    if (letter != '_') name += capital ? static_cast<char>(letter - 'a' + 'A') : letter;
    capital = letter == '_';
  }
  return name;
}

// Calls visit(std::type_identity<Noun>, name) for every noun.
template <class Visit>
void for_each_noun(Visit&& visit) {
  visit(std::type_identity<model::TaskDraft>{}, "TaskDraft");
  visit(std::type_identity<model::Place>{}, "Place");
  visit(std::type_identity<model::Feedback>{}, "Feedback");
  visit(std::type_identity<model::Certificate>{}, "Certificate");
  visit(std::type_identity<model::Genesis>{}, "Genesis");
  visit(std::type_identity<model::Block>{}, "Block");
  visit(std::type_identity<model::Commune>{}, "Commune");
  visit(std::type_identity<model::Sector>{}, "Sector");
  visit(std::type_identity<model::Venue>{}, "Venue");
  visit(std::type_identity<model::Skill>{}, "Skill");
  visit(std::type_identity<model::Guild>{}, "Guild");
  visit(std::type_identity<model::Member>{}, "Member");
  visit(std::type_identity<model::Invitation>{}, "Invitation");
  visit(std::type_identity<model::Template>{}, "Template");
  visit(std::type_identity<model::Series>{}, "Series");
  visit(std::type_identity<model::Task>{}, "Task");
  visit(std::type_identity<model::VaultBlob>{}, "VaultBlob");
  visit(std::type_identity<model::Invited>{}, "Invited");
  visit(std::type_identity<model::Visitors>{}, "Visitors");
  visit(std::type_identity<model::Offer>{}, "Offer");
  visit(std::type_identity<model::SectorRoom>{}, "SectorRoom");
  visit(std::type_identity<model::Given>{}, "Given");
  visit(std::type_identity<model::ExtraPlaces>{}, "ExtraPlaces");
  visit(std::type_identity<model::TaskPrice>{}, "TaskPrice");
  visit(std::type_identity<model::RoomPrice>{}, "RoomPrice");
  visit(std::type_identity<model::Round>{}, "Round");
  visit(std::type_identity<model::Willing>{}, "Willing");
  visit(std::type_identity<model::ClearedTask>{}, "ClearedTask");
  visit(std::type_identity<model::ClearedOffer>{}, "ClearedOffer");
  visit(std::type_identity<model::ClearedRoom>{}, "ClearedRoom");
  visit(std::type_identity<model::ClearedPerson>{}, "ClearedPerson");
  visit(std::type_identity<model::ClearedLevels>{}, "ClearedLevels");
  visit(std::type_identity<model::Clearing>{}, "Clearing");
  visit(std::type_identity<model::Device>{}, "Device");
  visit(std::type_identity<model::Alert>{}, "Alert");
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(std::type_identity<std::variant_alternative_t<I, model::Command>>{},
           message_name_of(model::command_kinds[I].name)),
     ...);
  }(std::make_index_sequence<std::variant_size_v<model::Command>>{});
}

class NounMaker {
 public:
  explicit NounMaker(core::Random& random) : random_(random) {}

  template <core::HasFields Noun>
  [[nodiscard]] Noun make() {
    Noun noun{};
    fill(noun);
    return noun;
  }

  [[nodiscard]] model::Command make_command(std::size_t kind) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      model::Command command;
      static_cast<void>(
          ((kind == I && (command = make<std::variant_alternative_t<I, model::Command>>(), true)) ||
           ...));
      return command;
    }(std::make_index_sequence<std::variant_size_v<model::Command>>{});
  }

  void fill(bool& value) { value = random_.chance(1, 2); }
  void fill(core::Time& value) { value = {integer(0, core::time_seconds_max)}; }
  void fill(core::Height& value) { value = {integer(0, std::numeric_limits<std::int64_t>::max())}; }
  void fill(std::string& value) {
    static constexpr std::array<std::string_view, 6> letters{"a", " ", "\n", "é", "茶", "🥕"};
    value.clear();
    for (auto left = random_.below(12); left > 0; --left) value += letters.at(random_.below(6));
  }
  void fill(core::Bytes& value) {
    value.resize(1 + random_.below(200));
    for (auto& byte : value) byte = static_cast<std::uint8_t>(random_.below(256));
  }
  template <class Tag>
  void fill(core::Slug<Tag>& value) {
    const auto text = "s" + std::string(random_.below(core::slug_size_max), 'x');
    value = core::Slug<Tag>::parse(text).value();
  }
  template <class Tag, std::size_t N>
  void fill(core::FixedBytes<Tag, N>& value) {
    std::array<std::uint8_t, N> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
    value = core::FixedBytes<Tag, N>{bytes};
  }
  template <class T>
    requires std::is_enum_v<T>
  void fill(T& value) {
    value = static_cast<T>(random_.below(last_of(T{}) + 1));
  }
  template <std::integral T>
  void fill(T& value) {
    using Limits = std::numeric_limits<T>;
    constexpr auto max = std::min<std::uint64_t>(Limits::max(), INT64_MAX);
    value = static_cast<T>(
        integer(static_cast<std::int64_t>(Limits::min()), static_cast<std::int64_t>(max)));
  }
  template <class T>
    requires(!std::same_as<T, std::uint8_t>)
  void fill(std::vector<T>& values) {
    values.resize(random_.below(4));
    for (T& value : values) fill(value);
  }
  // Every field now and then stays as it is: left out.
  template <core::HasFields Noun>
  void fill(Noun& noun) {
    visit_fields(noun, [&](std::uint32_t, std::string_view, auto& field) {
      if (!random_.chance(1, 4)) fill(field);
    });
  }

 private:
  // The ends of the range and of a varint's bytes more often than chance would have them.
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    static constexpr std::array<std::int64_t, 8> edges{0, 1, -1, 127, 128, 16'383, 16'384, 1 << 21};
    if (random_.chance(1, 8)) return low;
    if (random_.chance(1, 8)) return high;
    const std::int64_t edge = edges.at(random_.below(edges.size()));
    if (random_.chance(1, 3) && edge >= low && edge <= high) return edge;
    return random_.between(low, high);
  }

  core::Random& random_;
};

}  // namespace commune::wire::testing
