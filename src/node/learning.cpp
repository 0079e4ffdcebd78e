#include "node/learning.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/hash.h"
#include "recommend/byte_codec.h"
#include "recommend/model_file.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using core::fail;
using recommend::Announcement;
using recommend::ContributionId;

constexpr SmallSchema schema{.application_id = 0x436d4c72,  // "CmLr"
                             .version = 1,
                             .tables = R"(
  CREATE TABLE facts(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE contributions(id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID, STRICT;
)"};
constexpr const char* announcement_fact = "announcement";
constexpr const char* agreed_fact = "agreed";
constexpr const char* last_fact = "last";
constexpr const char* model_fact = "model";

constexpr std::size_t batch_bytes_max = 512U << 10U;  // delivered in one request
constexpr core::Seconds soon{1};

void put_fact(SQLite::Database& database, const char* key, core::ByteView value) {
  SQLite::Statement insert(database, "INSERT OR REPLACE INTO facts(key, value) VALUES(?, ?)");
  insert.bind(1, key);
  bind_blob(insert, 2, value);
  insert.exec();
}

std::size_t sealed_size(const Announcement& announcement) {
  return recommend::share_size_bytes(recommend::round_of(announcement).size) +
         trust::seal_overhead_bytes;
}

// Whether another try may help: a helper that is away, or a disk that is full.
bool is_passing(ErrorCode code) {
  return code != ErrorCode::invalid && code != ErrorCode::conflict && code != ErrorCode::forged &&
         code != ErrorCode::malformed && code != ErrorCode::wrong_version &&
         code != ErrorCode::too_large;
}

core::Result<LastRound> parse_last(core::ByteView bytes) {
  recommend::ByteReader in(bytes);
  LastRound last;
  last.number = in.wide();
  last.end = static_cast<RoundEnd>(in.number());
  last.contributions = in.number();
  if (!in.is_whole() || name_of(last.end).empty()) {
    return fail(ErrorCode::corrupt, "what is kept of the last round of learning is damaged");
  }
  return last;
}

core::Bytes encode_last(const LastRound& last) {
  recommend::ByteWriter out;
  out.wide(last.number);
  out.number(static_cast<std::uint32_t>(last.end));
  out.number(last.contributions);
  return out.take();
}

std::shared_ptr<const LearntModel> learnt(core::Bytes bytes) {
  const core::Digest digest = core::sha256(bytes);
  return std::make_shared<const LearntModel>(std::move(bytes), digest);
}

core::Result<void> check_options(const LearningOptions& options) {
  TRY_VOID(recommend::check_terms(options.terms));
  if (options.span < core::Seconds{1} || options.span > recommend::round_span_max) {
    return fail(ErrorCode::invalid, "a round of learning lasts a second to 366 days");
  }
  if (options.helpers.empty()) {
    return fail(ErrorCode::invalid,
                "learning needs one helper or more beside the node: commune helper");
  }
  return {};
}

}  // namespace

std::string_view name_of(RoundEnd end) {
  switch (end) {
    case RoundEnd::learnt: return "learnt";
    case RoundEnd::too_few: return "too_few";
    case RoundEnd::helpers_lost: return "helpers_lost";
    case RoundEnd::refused: return "refused";
  }
  return {};
}

Learning::Learning(SmallDatabase database, std::unique_ptr<HelperDesk> desk,
                   const model::ChainId& chain, const Keys& keys, LearningOptions options,
                   Kinds kinds, const core::Clock& clock)
    : database_(std::move(database)),
      desk_(std::move(desk)),
      chain_(chain),
      signing_key_(keys.signing),
      options_(std::move(options)),
      kinds_(std::move(kinds)),
      clock_(clock) {}

core::Result<std::unique_ptr<Learning>> Learning::open(const std::filesystem::path& directory,
                                                       const model::ChainId& chain,
                                                       const trust::Seed& root,
                                                       LearningOptions options, Kinds kinds,
                                                       const core::Clock& clock) {
  TRY_VOID(check_options(options));
  const Keys keys{trust::derive_seed(root, core::as_bytes("learning/sealing")),
                  trust::derive_seed(root, core::as_bytes("learning/signing"))};
  auto desk = TRY(
      HelperDesk::open(directory / "learning-shares.db", keys.sealing, options.terms.devices_min));
  auto database = TRY(SmallDatabase::open(directory / "learning.db", schema));
  auto learning =
      std::unique_ptr<Learning>(new Learning(std::move(database), std::move(desk), chain, keys,
                                             std::move(options), std::move(kinds), clock));
  // What is wrong with a name or a key is said now and not in four weeks.
  Announcement probe;
  probe.number = 1;
  probe.closes_at = {2};
  probe.helpers = learning->options_.helpers;
  const core::ByteView own = learning->desk_->key().view();
  probe.helpers.insert(probe.helpers.begin(),
                       {learning->options_.own_name, core::Bytes(own.begin(), own.end())});
  TRY_VOID(recommend::check_announcement(probe));
  TRY_VOID(learning->load());
  return learning;
}

core::Result<std::optional<core::Bytes>> Learning::find_fact(const char* key) {
  return database_.read(
      [&](SQLite::Database& database) -> core::Result<std::optional<core::Bytes>> {
        SQLite::Statement row(database, "SELECT value FROM facts WHERE key = ?");
        row.bind(1, key);
        if (!row.executeStep()) return std::nullopt;
        return blob_of(row.getColumn(0));
      });
}

core::Result<std::optional<Learning::Round>> Learning::read_round() {
  const auto bytes = TRY(find_fact(announcement_fact));
  if (!bytes) return std::nullopt;
  Announcement announcement = TRY(recommend::parse_announcement(*bytes));
  Round round;
  round.digest = recommend::digest_of(announcement);
  round.announcement = std::make_shared<const Announcement>(std::move(announcement));
  if (const auto agreed = TRY(find_fact(agreed_fact))) {
    round.agreed = TRY(parse_contributions(*agreed));
  }
  return round;
}

core::Result<void> Learning::load() {
  round_ = TRY(read_round());
  if (const auto last = TRY(find_fact(last_fact))) last_ = TRY(parse_last(*last));
  if (auto model = TRY(find_fact(model_fact))) model_ = learnt(*std::move(model));
  return {};
}

LearningView Learning::view() const {
  const std::lock_guard lock(mutex_);
  const bool is_open = round_ && clock_.now() < round_->announcement->closes_at;
  return {.open = is_open ? round_->announcement : nullptr, .last = last_, .model = model_};
}

core::Result<void> Learning::take(const core::Digest& digest, const ContributionId& contribution,
                                  core::ByteView sealed) {
  const std::lock_guard lock(mutex_);
  if (!round_ || round_->digest != digest) {
    return fail(ErrorCode::not_found, "No such round of learning is open.");
  }
  const Announcement& announcement = *round_->announcement;
  if (clock_.now() >= announcement.closes_at) {
    return fail(ErrorCode::unavailable, "This round of learning has closed.");
  }
  const std::size_t each = sealed_size(announcement);
  if (sealed.size() != each * announcement.helpers.size()) {
    return fail(ErrorCode::invalid, "A contribution has one share of the right size a helper.");
  }
  TRY_VOID(desk_->take(digest, contribution, sealed.first(each)));
  const core::ByteView others = sealed.subspan(each);
  return database_.write([&](SQLite::Database& database) -> core::Result<void> {
    SQLite::Statement before(database, "SELECT sealed FROM contributions WHERE id = ?");
    bind_blob(before, 1, contribution);
    if (before.executeStep()) {
      if (std::ranges::equal(blob_of(before.getColumn(0)), others)) return {};
      return fail(ErrorCode::conflict, "Another contribution of this name came already.");
    }
    SQLite::Statement insert(database, "INSERT INTO contributions VALUES(?, ?)");
    bind_blob(insert, 1, contribution);
    bind_blob(insert, 2, others);
    insert.exec();
    return {};
  });
}

core::Result<void> Learning::open_round(HelperDoors& doors) {
  const core::Time now = clock_.now();
  const core::ByteView own = desk_->key().view();
  Announcement announcement;
  announcement.chain = *core::Digest::from(chain_.view());
  announcement.number = static_cast<std::uint64_t>(now.seconds);
  announcement.closes_at = now + options_.span;
  announcement.terms = options_.terms;
  announcement.kinds = kinds_();
  if (announcement.kinds.size() > recommend::contribution_kinds_max)
    announcement.kinds.resize(recommend::contribution_kinds_max);
  std::ranges::sort(announcement.kinds);
  announcement.helpers = options_.helpers;
  announcement.helpers.insert(announcement.helpers.begin(),
                              {options_.own_name, core::Bytes(own.begin(), own.end())});
  // Everybody who will sum has agreed to the terms before anybody tells anything.
  for (std::uint32_t helper = 1; helper < announcement.helpers.size(); ++helper)
    TRY_VOID(doors.announce(helper, announcement));
  const std::lock_guard lock(mutex_);
  TRY_VOID(desk_->announce(announcement));
  TRY_VOID(database_.write([&](SQLite::Database& database) -> core::Result<void> {
    put_fact(database, announcement_fact, recommend::encode_announcement(announcement));
    return {};
  }));
  spdlog::info("learning: round {} is open", announcement.number);
  const core::Digest digest = recommend::digest_of(announcement);
  round_ = Round{std::make_shared<const Announcement>(std::move(announcement)), digest, {}};
  return {};
}

core::Result<void> Learning::deliver(HelperDoors& doors, const Round& round) {
  const std::size_t each = sealed_size(*round.announcement);
  const auto helpers = static_cast<std::uint32_t>(round.announcement->helpers.size());
  std::vector<core::Bytes> all;  // of each contribution what is not helper 0's
  {
    const std::lock_guard lock(mutex_);
    TRY_VOID(database_.read([&](SQLite::Database& database) -> core::Result<void> {
      SQLite::Statement row(database, "SELECT sealed FROM contributions ORDER BY id");
      while (row.executeStep()) all.push_back(blob_of(row.getColumn(0)));
      return {};
    }));
  }
  for (std::uint32_t helper = 1; helper < helpers; ++helper) {
    std::vector<core::Bytes> batch;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const core::ByteView one = core::ByteView(all[i]).subspan((helper - 1) * each, each);
      batch.emplace_back(one.begin(), one.end());
      if ((batch.size() + 1) * each <= batch_bytes_max && i + 1 < all.size()) continue;
      TRY_VOID(doors.deliver(helper, round.digest, batch));
      batch.clear();
    }
  }
  return {};
}

core::Result<void> Learning::agree(HelperDoors& doors, Round& round) {
  TRY_VOID(deliver(doors, round));
  const Announcement& announcement = *round.announcement;
  std::vector<std::vector<ContributionId>> lists;
  lists.push_back(TRY(desk_->contributions(round.digest)));
  for (std::uint32_t helper = 1; helper < announcement.helpers.size(); ++helper)
    lists.push_back(TRY(doors.contributions(helper, round.digest)));
  std::vector<ContributionId> agreed = recommend::common_contributions(lists);
  if (agreed.size() < announcement.terms.devices_min) {
    spdlog::info("learning: round {} had too few contributions and is forgotten",
                 announcement.number);
    return end_round({announcement.number, RoundEnd::too_few, 0});
  }
  const std::lock_guard lock(mutex_);
  TRY_VOID(database_.write([&](SQLite::Database& database) -> core::Result<void> {
    put_fact(database, agreed_fact, encode_contributions(agreed));
    return {};
  }));
  round.agreed = std::move(agreed);
  round_ = round;
  return {};
}

core::Result<void> Learning::close(HelperDoors& doors, Round& round) {
  if (!round.agreed) TRY_VOID(agree(doors, round));
  if (!round.agreed) return {};  // there were too few
  // The others first: as long as one of them is away, nothing is forgotten here either.
  std::vector<recommend::HelperSum> sums;
  for (std::uint32_t helper = 1; helper < round.announcement->helpers.size(); ++helper) {
    auto sum = TRY(doors.close(helper, round.digest, *round.agreed));
    sums.push_back({helper, *round.agreed, std::move(sum)});
  }
  sums.push_back(TRY(desk_->close(round.digest, *round.agreed)));
  return learn(round, sums);
}

core::Result<void> Learning::learn(const Round& round,
                                   const std::vector<recommend::HelperSum>& sums) {
  const Announcement& announcement = *round.announcement;
  const auto total = TRY(recommend::aggregate(recommend::round_of(announcement), sums));
  const auto devices = static_cast<std::uint32_t>(round.agreed->size());
  const double deviation = std::sqrt(1.0 * devices * announcement.terms.noise_variance);
  auto kinds = TRY(recommend::FeatureNames::make(announcement.kinds));
  auto model = TRY(recommend::learn_model(
      recommend::ContributionLayout(static_cast<std::uint32_t>(announcement.kinds.size())),
      std::move(kinds), total, deviation));
  model.round = announcement.number;
  model.contributions = devices;
  core::Bytes bytes = TRY(recommend::encode_model(model));
  spdlog::info("learning: round {} taught a model from {} contributions", announcement.number,
               devices);
  return end_round({announcement.number, RoundEnd::learnt, devices}, std::move(bytes));
}

core::Result<void> Learning::end_round(const LastRound& last, std::optional<core::Bytes> model) {
  const std::lock_guard lock(mutex_);
  TRY_VOID(database_.write([&](SQLite::Database& database) -> core::Result<void> {
    put_fact(database, last_fact, encode_last(last));
    if (model) put_fact(database, model_fact, *model);
    SQLite::Statement remove(database, "DELETE FROM facts WHERE key IN (?, ?)");
    remove.bind(1, announcement_fact);
    remove.bind(2, agreed_fact);
    remove.exec();
    database.exec("DELETE FROM contributions");
    return {};
  }));
  round_.reset();
  last_ = last;
  if (model) model_ = learnt(*std::move(model));
  return {};
}

core::Result<core::Seconds> Learning::work(HelperDoors& doors) {
  std::optional<Round> round;
  {
    const std::lock_guard lock(mutex_);
    round = round_;
  }
  if (!round) {
    TRY_VOID(open_round(doors));
    return options_.span;
  }
  const core::Time now = clock_.now();
  const core::Time closes_at = round->announcement->closes_at;
  if (now < closes_at) return closes_at - now;
  const auto closed = close(doors, *round);
  if (closed) return soon;
  const std::uint64_t number = round->announcement->number;
  if (!is_passing(closed.error().code)) {
    spdlog::error("learning: round {} is given up: {}", number, closed.error().message);
    TRY_VOID(end_round({number, RoundEnd::refused, 0}));
    return soon;
  }
  if (now > closes_at + options_.patience) {
    spdlog::error("learning: round {} is given up, a helper was away too long: {}", number,
                  closed.error().message);
    TRY_VOID(end_round({number, RoundEnd::helpers_lost, 0}));
    return soon;
  }
  return std::unexpected(closed.error());
}

}  // namespace commune::node
