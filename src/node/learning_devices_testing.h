// Devices, a helper and the ways between them, for tests of learning: everything as in life but
// without sockets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/random.h"
#include "node/learning.h"
#include "recommend/contribution_shares.h"

namespace commune::node {

struct Parcel {
  recommend::ContributionId contribution{};
  core::Bytes sealed;
};

inline trust::SealingPublicKey sealing_key_of(const recommend::AnnouncedHelper& helper) {
  const auto key = trust::SealingPublicKey::from(helper.sealing_key);
  CHECK(key.has_value());
  return *key;
}

// What a device of the app sends (web/src/core/learning): asked six times in the evening, said yes
// to `yes` of them, all to the first kind of job, and did the first two kinds.
inline Parcel make_parcel(const recommend::Announcement& announcement, int yes,
                          core::Random& random) {
  const recommend::RandomWords words = [&random] { return random.next(); };
  recommend::Observations seen;
  for (int i = 0; i < 6; ++i)
    seen.answers.push_back(
        {.hour = 19, .kind = 0, .effort = {}, .after_heavy_work = false, .accepted = i < yes});
  for (std::uint32_t kind = 0; kind < 2; ++kind)
    seen.finished.push_back({.kind = kind, .minutes = 90, .minutes_planned = 60});
  const recommend::ContributionLayout layout(static_cast<std::uint32_t>(announcement.kinds.size()));
  recommend::PrivacyBudget budget;
  budget.epsilon_max = 1000;
  auto told = recommend::make_contribution(*recommend::count_observations(layout, seen),
                                           announcement.terms, budget, {1}, words);
  CHECK(told.has_value());
  const auto shares =
      recommend::split_contribution(*told, recommend::round_of(announcement), words);
  CHECK(shares.has_value());
  const core::Digest digest = recommend::digest_of(announcement);
  Parcel parcel{shares->front().contribution, {}};
  for (const recommend::ContributionShare& share : *shares) {
    const auto sealed =
        trust::seal(sealing_key_of(announcement.helpers[share.helper]),
                    {.info = share_info, .bound = digest.view()}, recommend::encode_share(share));
    CHECK(sealed.has_value());
    parcel.sealed.insert(parcel.sealed.end(), sealed->begin(), sealed->end());
  }
  return parcel;
}

// One helper in this process. Fails as the world does: `fail_at` counts the requests from 0; the
// request is lost before it was heard, or its answer after.
class NearHelper final : public HelperDoors {
 public:
  NearHelper(const std::filesystem::path& path, const trust::Seed& key, std::uint32_t devices_min)
      : path_(path), key_(key), devices_min_(devices_min) {
    restart();
  }
  void restart() {
    desk_.reset();
    auto desk = HelperDesk::open(path_, key_, devices_min_);
    CHECK(desk.has_value());
    desk_ = std::move(*desk);
  }
  [[nodiscard]] HelperDesk& desk() { return *desk_; }

  enum class Loses : std::uint8_t { request, answer };
  void fail_at(int request, Loses what) { failure_ = std::pair{request, what}; }
  void set_away(bool away) { away_ = away; }
  [[nodiscard]] int requests() const { return requests_; }

  core::Result<void> announce(std::uint32_t /*helper*/,
                              const recommend::Announcement& announcement) override {
    return through<void>([&] { return desk_->announce(announcement); });
  }
  core::Result<void> deliver(std::uint32_t /*helper*/, const core::Digest& round,
                             const std::vector<core::Bytes>& sealed) override {
    return through<void>([&]() -> core::Result<void> {
      static_cast<void>(
          TRY(desk_->take(round, std::vector<core::ByteView>(sealed.begin(), sealed.end()))));
      return {};
    });
  }
  core::Result<std::vector<recommend::ContributionId>> contributions(
      std::uint32_t /*helper*/, const core::Digest& round) override {
    return through<std::vector<recommend::ContributionId>>(
        [&] { return desk_->contributions(round); });
  }
  core::Result<std::vector<std::uint32_t>> close(
      std::uint32_t /*helper*/, const core::Digest& round,
      const std::vector<recommend::ContributionId>& agreed) override {
    return through<std::vector<std::uint32_t>>([&]() -> core::Result<std::vector<std::uint32_t>> {
      return TRY(desk_->close(round, agreed)).words;
    });
  }

 private:
  template <class T, class Work>
  core::Result<T> through(Work work) {
    const int now = requests_++;
    const auto lost = [] {
      return core::fail(core::ErrorCode::unavailable, "the helper does not answer");
    };
    const bool fails = failure_ && failure_->first == now;
    if (away_ || (fails && failure_->second == Loses::request)) return lost();
    auto done = work();
    if (fails) return lost();
    return done;
  }

  const std::filesystem::path path_;
  const trust::Seed key_;
  const std::uint32_t devices_min_;
  std::unique_ptr<HelperDesk> desk_;
  std::optional<std::pair<int, Loses>> failure_;
  bool away_ = false;
  int requests_ = 0;
};

}  // namespace commune::node
