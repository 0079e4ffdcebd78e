// Bytes become decisions, decisions commands of people and of enemies (command_maker_testing.h):
// the rules answer all of them, check() foretells apply(), every invariant holds after every block,
// and the digest is that of the records.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/check.h"
#include "core/time.h"
#include "ledger/apply.h"
#include "ledger/command_maker_testing.h"
#include "ledger/commune_testing.h"
#include "ledger/invariants.h"

namespace commune::ledger::testing {
namespace {

// Draws from the input; when it is used up, always the first choice.
class FuzzSource {
 public:
  explicit FuzzSource(core::ByteView bytes) : bytes_(bytes) {}

  std::uint64_t below(std::uint64_t bound) {
    std::uint64_t value = 0;
    for (std::uint64_t span = 1; span < bound && !is_empty(); span <<= 8U) {
      value = value << 8U | bytes_[position_++];
    }
    return value % bound;
  }
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) >= denominator - numerator;
  }
  [[nodiscard]] bool is_empty() const { return position_ == bytes_.size(); }

 private:
  core::ByteView bytes_;
  std::size_t position_ = 0;
};

void join_everybody(State& state) {
  for (int i = 0; i < 8; ++i) {
    const std::string name = "person " + std::to_string(i);
    const model::VerifiedCommand join{
        .id = id_from<core::Digest>("test/join", name),
        .credential = model::CredentialKind::newcomer,
        .key = key_of(name),
        .expires_at = founding_time + core::days(1),
        .command = model::Join{.name = name, .invitation_key = invitation_key_of("founders")}};
    CHECK(apply(state, join, founding_time).has_value());
  }
}

void run(core::ByteView bytes) {
  FuzzSource source(bytes);
  CommandMaker<FuzzSource> maker(source);
  State state = test_state();
  join_everybody(state);
  core::Time now = founding_time;
  for (int block = 0; block < 40 && !source.is_empty(); ++block) {
    now = now + core::minutes(static_cast<std::int64_t>(source.below(60 * 24)));
    begin_block(state, now);
    for (int i = 0; i < 10 && !source.is_empty(); ++i) {
      const auto command = maker.make(state, now);
      const Verdict foretold = check(state, command, now);
      CHECK(foretold.has_value() == apply(state, command, now).has_value());
    }
    CHECK(check_invariants(state).empty());
  }
  std::vector<model::Record> records;
  state.for_each_record([&](const auto& record) { records.emplace_back(record); });
  auto restored = State::restore(std::move(records), state.seen_commands());
  CHECK(restored.has_value() && restored->digest() == state.digest());
}

}  // namespace
}  // namespace commune::ledger::testing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  commune::ledger::testing::run({data, size});
  return 0;
}
