#include "node/helper_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "recommend/byte_codec.h"

namespace commune::node {
namespace {

using core::ErrorCode;
using core::fail;
using recommend::Announcement;
using recommend::ContributionId;

constexpr SmallSchema schema{.application_id = 0x436d486c,  // "CmHl"
                             .version = 1,
                             .tables = R"(
  CREATE TABLE rounds(number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE,
                      announcement BLOB NOT NULL, agreed BLOB NOT NULL, sum BLOB NOT NULL) STRICT;
  CREATE TABLE shares(digest BLOB NOT NULL, contribution BLOB NOT NULL, sealed BLOB NOT NULL,
                      PRIMARY KEY(digest, contribution)) WITHOUT ROWID, STRICT;
)"};

// What is wrong with one share; else with the helper itself.
bool is_of_the_share(ErrorCode code) {
  return code == ErrorCode::forged || code == ErrorCode::malformed || code == ErrorCode::invalid ||
         code == ErrorCode::conflict;
}

core::Result<void> store(SQLite::Database& database, const core::Digest& digest,
                         const ContributionId& id, core::ByteView sealed) {
  SQLite::Statement before(database,
                           "SELECT sealed FROM shares WHERE digest = ? AND contribution = ?");
  bind_blob(before, 1, digest.view());
  bind_blob(before, 2, id);
  if (before.executeStep()) {
    if (std::ranges::equal(blob_of(before.getColumn(0)), sealed)) return {};
    return fail(ErrorCode::conflict, "another share of this contribution came already");
  }
  if (database.execAndGet("SELECT count(*) FROM shares").getInt64() >=
      static_cast<std::int64_t>(contributions_max)) {
    return fail(ErrorCode::too_large, "this round has as many contributions as it can hold");
  }
  SQLite::Statement insert(database, "INSERT INTO shares VALUES(?, ?, ?)");
  bind_blob(insert, 1, digest.view());
  bind_blob(insert, 2, id);
  bind_blob(insert, 3, sealed);
  insert.exec();
  return {};
}

}  // namespace

core::Bytes encode_contributions(const std::vector<ContributionId>& contributions) {
  core::Bytes bytes;
  for (const ContributionId& id : contributions) bytes.insert(bytes.end(), id.begin(), id.end());
  return bytes;
}

core::Result<std::vector<ContributionId>> parse_contributions(core::ByteView bytes) {
  constexpr std::size_t size = ContributionId{}.size();
  if (bytes.size() % size != 0) {
    return fail(ErrorCode::malformed, "a list of contributions has 16 bytes for each");
  }
  std::vector<ContributionId> ids;
  for (; !bytes.empty(); bytes = bytes.subspan(size)) {
    std::ranges::copy(bytes.first(size), ids.emplace_back().begin());
  }
  return ids;
}

core::Bytes encode_sum(const std::vector<std::uint32_t>& words) {
  recommend::ByteWriter out;
  for (const std::uint32_t word : words) out.number(word);
  return out.take();
}

core::Result<std::vector<std::uint32_t>> parse_sum(core::ByteView bytes) {
  if (bytes.size() % 4 != 0) return fail(ErrorCode::malformed, "a sum has four bytes a count");
  recommend::ByteReader in(bytes);
  std::vector<std::uint32_t> words;
  while (!in.is_whole()) words.push_back(in.number());
  return words;
}

core::Result<std::unique_ptr<HelperDesk>> HelperDesk::open(const std::filesystem::path& path,
                                                           const trust::Seed& key,
                                                           std::uint32_t devices_min) {
  auto database = TRY(SmallDatabase::open(path, schema));
  return std::unique_ptr<HelperDesk>(new HelperDesk(std::move(database), key, devices_min));
}

core::Result<std::uint32_t> HelperDesk::index_in(const Announcement& announcement) const {
  for (std::uint32_t i = 0; i < announcement.helpers.size(); ++i) {
    if (std::ranges::equal(announcement.helpers[i].sealing_key, key().view())) return i;
  }
  return fail(ErrorCode::invalid, "this helper's key is not in the round");
}

core::Result<void> HelperDesk::announce(const Announcement& announcement) {
  TRY_VOID(recommend::check_announcement(announcement));
  if (const auto index = index_in(announcement); !index) return std::unexpected(index.error());
  if (announcement.terms.devices_min < devices_min_) {
    return fail(ErrorCode::invalid,
                fmt::format("this helper sums {} contributions or more, the round would {}",
                            devices_min_, announcement.terms.devices_min));
  }
  const core::Bytes bytes = recommend::encode_announcement(announcement);
  const core::Digest digest = recommend::digest_of(announcement);
  const std::lock_guard lock(mutex_);
  return database_.write([&](SQLite::Database& database) -> core::Result<void> {
    SQLite::Statement last(database, "SELECT digest, number FROM rounds ORDER BY number DESC");
    if (last.executeStep()) {
      if (std::ranges::equal(blob_of(last.getColumn(0)), digest.view())) return {};
      if (last.getColumn(1).getInt64() >= static_cast<std::int64_t>(announcement.number)) {
        return fail(ErrorCode::conflict, "this helper knows a later round of this node");
      }
    }
    last.reset();
    database.exec("DELETE FROM shares");
    database.exec("DELETE FROM rounds");
    SQLite::Statement insert(database, "INSERT INTO rounds VALUES(?, ?, ?, x'', x'')");
    insert.bind(1, static_cast<std::int64_t>(announcement.number));
    bind_blob(insert, 2, digest.view());
    bind_blob(insert, 3, bytes);
    insert.exec();
    return {};
  });
}

core::Result<HelperDesk::Round> HelperDesk::find(const core::Digest& digest) {
  return database_.read([&](SQLite::Database& database) -> core::Result<Round> {
    SQLite::Statement row(database,
                          "SELECT announcement, agreed, sum FROM rounds WHERE digest = ?");
    bind_blob(row, 1, digest.view());
    if (!row.executeStep()) {
      return fail(ErrorCode::not_found, "this round was not announced here, or is over");
    }
    Announcement announcement = TRY(recommend::parse_announcement(blob_of(row.getColumn(0))));
    const std::uint32_t helper = TRY(index_in(announcement));
    return Round{std::move(announcement), helper, blob_of(row.getColumn(1)),
                 blob_of(row.getColumn(2))};
  });
}

core::Result<recommend::ContributionShare> HelperDesk::open_share(const core::Digest& round,
                                                                  core::ByteView sealed) const {
  const core::Bytes plain = TRY(key_.open({.info = share_info, .bound = round.view()}, sealed));
  auto share = recommend::parse_share(plain);
  // Of another version is of no use here either; the code is for what lies on this disk.
  if (!share) return fail(ErrorCode::malformed, share.error().message);
  return share;
}

core::Result<ContributionId> HelperDesk::contribution_of(const core::Digest& digest,
                                                         const Round& round,
                                                         core::ByteView sealed) const {
  recommend::ContributionShare share = TRY(open_share(digest, sealed));
  const ContributionId id = share.contribution;
  auto rules =
      TRY(recommend::ShareHelper::make(recommend::round_of(round.announcement), round.helper));
  TRY_VOID(rules.take(std::move(share)));
  return id;
}

core::Result<HelperDesk::Round> HelperDesk::find_open(const core::Digest& digest) {
  Round round = TRY(find(digest));
  if (!round.agreed.empty()) return fail(ErrorCode::unavailable, "the round is closed");
  return round;
}

core::Result<void> HelperDesk::take(const core::Digest& digest, const ContributionId& contribution,
                                    core::ByteView sealed) {
  const std::lock_guard lock(mutex_);
  const Round round = TRY(find_open(digest));
  if (TRY(contribution_of(digest, round, sealed)) != contribution) {
    return fail(ErrorCode::invalid, "The contribution is another than its share says.");
  }
  return database_.write(
      [&](SQLite::Database& database) { return store(database, digest, contribution, sealed); });
}

core::Result<std::uint32_t> HelperDesk::take(const core::Digest& digest,
                                             std::span<const core::ByteView> sealed) {
  const std::lock_guard lock(mutex_);
  const Round round = TRY(find_open(digest));
  return database_.write([&](SQLite::Database& database) -> core::Result<std::uint32_t> {
    std::uint32_t left_out = 0;
    for (const core::ByteView one : sealed) {
      const auto id = contribution_of(digest, round, one);
      const auto taken =
          id ? store(database, digest, *id, one) : core::Result<void>(std::unexpected(id.error()));
      if (taken) continue;
      if (!is_of_the_share(taken.error().code)) return std::unexpected(taken.error());
      ++left_out;
    }
    return left_out;
  });
}

core::Result<std::vector<ContributionId>> HelperDesk::contributions(const core::Digest& digest) {
  using Ids = core::Result<std::vector<ContributionId>>;
  const std::lock_guard lock(mutex_);
  TRY(find(digest));
  return database_.read([&](SQLite::Database& database) -> Ids {
    SQLite::Statement row(database,
                          "SELECT contribution FROM shares WHERE digest = ? ORDER BY contribution");
    bind_blob(row, 1, digest.view());
    core::Bytes all;
    while (row.executeStep()) {
      const core::Bytes one = blob_of(row.getColumn(0));
      all.insert(all.end(), one.begin(), one.end());
    }
    return parse_contributions(all);
  });
}

core::Result<recommend::HelperSum> HelperDesk::sum_over(const core::Digest& digest,
                                                        const Round& round,
                                                        std::vector<ContributionId> agreed) {
  auto helper =
      TRY(recommend::ShareHelper::make(recommend::round_of(round.announcement), round.helper));
  const auto all = database_.read([&](SQLite::Database& database) -> core::Result<void> {
    SQLite::Statement row(database, "SELECT sealed FROM shares WHERE digest = ?");
    bind_blob(row, 1, digest.view());
    while (row.executeStep()) {
      auto share = TRY(open_share(digest, blob_of(row.getColumn(0))));
      TRY_VOID(helper.take(std::move(share)));
    }
    return {};
  });
  if (!all) return std::unexpected(all.error());
  return helper.close(std::move(agreed));
}

core::Result<recommend::HelperSum> HelperDesk::close(const core::Digest& digest,
                                                     std::vector<ContributionId> agreed) {
  const std::lock_guard lock(mutex_);
  const Round round = TRY(find(digest));
  std::ranges::sort(agreed);
  const core::Bytes wanted = encode_contributions(agreed);
  if (!round.agreed.empty()) {
    if (round.agreed != wanted) {
      return fail(ErrorCode::conflict, "the round is closed over other contributions");
    }
    auto words = TRY(parse_sum(round.sum));
    return recommend::HelperSum{round.helper, std::move(agreed), std::move(words)};
  }
  recommend::HelperSum sum = TRY(sum_over(digest, round, std::move(agreed)));
  const core::Bytes words = encode_sum(sum.words);
  TRY_VOID(database_.write([&](SQLite::Database& database) -> core::Result<void> {
    SQLite::Statement update(database, "UPDATE rounds SET agreed = ?, sum = ? WHERE digest = ?");
    bind_blob(update, 1, wanted);
    bind_blob(update, 2, words);
    bind_blob(update, 3, digest.view());
    update.exec();
    database.exec("DELETE FROM shares");
    return {};
  }));
  return sum;
}

}  // namespace commune::node
