// For tests and benchmarks: a small commune on disk with people whose keys are known.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/canonical.h"
#include "core/hash.h"
#include "node/command_door.h"
#include "node/founding.h"
#include "node/node.h"
#include "trust/signature.h"

namespace commune::node {

inline trust::Seed seed_of(std::string_view name) {
  const core::Digest digest = core::labelled_hash("commune/test/v1", {core::as_bytes(name)});
  trust::Seed seed{};
  std::ranges::copy(digest.view(), seed.begin());
  return seed;
}

template <class Id>
Id id_of(std::string_view name) {
  return *Id::from(core::sha256(core::as_bytes(name)).view().first(Id::size));
}

// A clock that a test moves while the node's threads read it.
class TestClock final : public core::Clock {
 public:
  explicit TestClock(core::Time start) : seconds_(start.seconds) {}
  TestClock(const TestClock& other) : seconds_(other.seconds_.load()) {}
  TestClock& operator=(const TestClock&) = delete;
  [[nodiscard]] core::Time now() const override { return {seconds_.load()}; }
  void advance(core::Seconds span) { seconds_ += span.count; }
  void set(core::Time time) { seconds_ = time.seconds; }

 private:
  std::atomic<std::int64_t> seconds_;
};

// Founded at `founded_at` with one sector, one guild, and an invitation for 50 whose key is "door".
class TestCommune {
 public:
  static constexpr core::Time founded_at{1'800'000'000};

  explicit TestCommune(std::filesystem::path root) : root_(std::move(root)), clock_(founded_at) {
    genesis_.name = "Test";
    genesis_.zone = "Europe/Berlin";
    genesis_.founded_at = founded_at;
    genesis_.keeper = trust::SigningKey(seed_of("keeper")).public_key();
    genesis_.sectors = {{*model::SectorId::parse("food"), "Food", 20, ""}};
    genesis_.guilds = {{*model::GuildId::parse("kitchen"),
                        "Kitchen",
                        *model::SectorId::parse("food"),
                        "",
                        {},
                        {}}};
    genesis_.invitations = {{door_.public_key(), founded_at + core::days(80), 50, 0, false}};
    genesis_.adults = 50;
    chain_ = chain_of_genesis(core::encode_canonical(genesis_));
  }

  [[nodiscard]] core::Result<Founded> found(std::vector<DatedCommand> history = {}) const {
    return found_commune(root_, {genesis_, seed_of("keeper"), std::move(history)});
  }

  [[nodiscard]] core::Result<std::unique_ptr<Node>> open(NodeOptions options = {}) const {
    options.clock = &clock_;
    return Node::open(root_, options);
  }

  [[nodiscard]] core::Bytes sign(const model::Command& command, std::string_view who,
                                 model::CredentialKind kind = model::CredentialKind::member) {
    const trust::SigningKey key(seed_of(who));
    return sign_command(command, {key, kind, chain_}, clock_.now() + core::days(1), next_nonce());
  }

  [[nodiscard]] core::Bytes join(std::string_view who) {
    const auto newcomer = trust::SigningKey(seed_of(who)).public_key();
    const model::Join join{std::string(who), door_.public_key(),
                           door_.sign(trust::invitation_label, {chain_.view(), newcomer.view()})};
    return sign(join, who, model::CredentialKind::newcomer);
  }

  [[nodiscard]] core::Bytes enter_kitchen(std::string_view who) {
    return sign(model::JoinGuild{*model::GuildId::parse("kitchen")}, who);
  }

  [[nodiscard]] model::TaskDraft dinner() const {
    model::TaskDraft draft;
    draft.guild = *model::GuildId::parse("kitchen");
    draft.title = "Cook dinner";
    draft.start = clock_.now() + core::hours(24);
    draft.end = clock_.now() + core::hours(26);
    draft.people_min = 2;
    draft.people_max = 4;
    draft.importance = 2;
    return draft;
  }

  [[nodiscard]] core::Bytes post_dinner(std::string_view who, std::string_view task) {
    return sign(model::PostTask{id_of<model::TaskId>(task), dinner()}, who);
  }

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] const model::ChainId& chain() const { return chain_; }
  [[nodiscard]] TestClock& clock() { return clock_; }
  [[nodiscard]] model::Genesis& genesis() { return genesis_; }

 private:
  model::Nonce next_nonce() { return id_of<model::Nonce>("nonce " + std::to_string(++nonces_)); }

  std::filesystem::path root_;
  TestClock clock_;
  trust::SigningKey door_{seed_of("door")};
  model::Genesis genesis_;
  model::ChainId chain_;
  std::uint64_t nonces_ = 0;
};

// "accepted", the rejection's name, or the error's.
inline std::string text_of(const Outcome& outcome) {
  if (std::holds_alternative<Accepted>(outcome)) return "accepted";
  if (const auto* refused = std::get_if<Refused>(&outcome)) {
    return std::string(ledger::name_of(refused->rejection));
  }
  return std::string(core::name_of(std::get<core::Error>(outcome).code));
}

}  // namespace commune::node
