// The commune that benchmarks run on: its people's keys follow from their numbers, so that a load
// generator knows them without being told. It is a demo, so reading needs no session.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "model/genesis.h"
#include "node/command_door.h"
#include "node/founding.h"
#include "trust/signature.h"

namespace commune::bench {

inline constexpr std::size_t guild_count = 20;
inline constexpr std::size_t joins_per_invitation = 50;

class BenchCommune {
 public:
  BenchCommune(std::size_t people, core::Time founded_at);

  [[nodiscard]] const model::Genesis& genesis() const { return genesis_; }
  [[nodiscard]] const model::ChainId& chain() const { return chain_; }
  [[nodiscard]] std::size_t people() const { return people_; }

  [[nodiscard]] static trust::Seed root_seed(std::size_t person);
  [[nodiscard]] static model::GuildId guild(std::size_t number);
  [[nodiscard]] static trust::Seed seed_of(std::string_view what, std::size_t number);

  [[nodiscard]] core::Bytes join(std::size_t person, core::Time now) const;
  [[nodiscard]] core::Bytes sign(const model::Command& command, const trust::Seed& seed,
                                 model::CredentialKind kind, core::Time now) const;
  [[nodiscard]] core::Bytes sign_as_member(const model::Command& command, std::size_t person,
                                           core::Time now) const;

  [[nodiscard]] node::Founding founding(std::vector<node::DatedCommand> history) const;

 private:
  std::size_t people_;
  model::Genesis genesis_;
  model::ChainId chain_;
};

// A task of the guild in which person `person` is: the title and the hours vary with `number`.
[[nodiscard]] model::TaskDraft draft_of(std::size_t number, std::size_t person, core::Time start);
[[nodiscard]] model::TaskId task_id_of(std::string_view what, std::size_t number);
// Everybody is in one guild.
[[nodiscard]] inline std::size_t guild_of(std::size_t person) { return person % guild_count; }

}  // namespace commune::bench
