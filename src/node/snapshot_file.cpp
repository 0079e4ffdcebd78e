#include "node/snapshot_file.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "core/big_endian.h"
#include "core/hash.h"
#include "node/file.h"

namespace commune::node {
namespace {

constexpr std::string_view magic = "commune snapshot 2\n";
constexpr std::size_t header_size = magic.size() + 8 + 32 + 32 + 8;
constexpr std::size_t checksum_size = 32;

std::uint64_t from_big_endian(core::ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return value;
}

std::filesystem::path path_of(const std::filesystem::path& folder, core::Height height) {
  return folder / fmt::format("{}.snapshot", height.value);
}

void remove_old(const std::filesystem::path& folder) {
  const auto heights = list_snapshots(folder);
  std::error_code problem;
  for (std::size_t i = snapshots_kept_max; i < heights.size(); ++i) {
    if (!std::filesystem::remove(path_of(folder, heights[i]), problem)) {
      spdlog::warn("could not remove an old snapshot: {}", problem.message());
    }
  }
}

// What is between the fixed parts, or nothing where the file is not one of ours.
std::optional<Snapshot> parse_snapshot(const core::Bytes& file) {
  const core::ByteView bytes{file};
  if (bytes.size() < header_size + checksum_size) return std::nullopt;
  const auto body = bytes.first(bytes.size() - checksum_size);
  if (core::as_text(body.first(magic.size())) != magic) return std::nullopt;
  const auto checksum = core::sha256(body);
  if (!std::ranges::equal(checksum.view(), bytes.last(checksum_size))) return std::nullopt;
  auto rest = body.subspan(magic.size());
  Snapshot snapshot;
  snapshot.height = {static_cast<std::int64_t>(from_big_endian(rest.first(8)))};
  snapshot.block_hash = *core::Digest::from(rest.subspan(8, 32));
  snapshot.state_digest = *core::Digest::from(rest.subspan(40, 32));
  const std::uint64_t size = from_big_endian(rest.subspan(72, 8));
  rest = rest.subspan(80);
  if (rest.size() != size || snapshot.height.value < 0) return std::nullopt;
  snapshot.state.assign(rest.begin(), rest.end());
  return snapshot;
}

}  // namespace

core::Result<void> write_snapshot(const std::filesystem::path& folder, const Snapshot& snapshot) {
  const auto height = core::big_endian(static_cast<std::uint64_t>(snapshot.height.value));
  const auto size = core::big_endian(snapshot.state.size());
  const auto checksum = core::sha256({core::as_bytes(magic), height, snapshot.block_hash.view(),
                                      snapshot.state_digest.view(), size, snapshot.state});
  TRY_VOID(write_file(path_of(folder, snapshot.height),
                      {core::as_bytes(magic), height, snapshot.block_hash.view(),
                       snapshot.state_digest.view(), size, snapshot.state, checksum.view()}));
  remove_old(folder);
  return {};
}

std::vector<core::Height> list_snapshots(const std::filesystem::path& folder) {
  std::vector<core::Height> heights;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    if (entry.path().extension() != ".snapshot") continue;
    const std::string name = entry.path().stem().string();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
    if (error != std::errc{} || end != name.data() + name.size() || value < 0) continue;
    heights.push_back({value});
  }
  std::ranges::sort(heights, std::ranges::greater{});
  return heights;
}

core::Result<Snapshot> read_snapshot(const std::filesystem::path& folder, core::Height height) {
  const auto path = path_of(folder, height);
  const core::Bytes file = TRY(read_file(path));
  auto snapshot = parse_snapshot(file);
  if (!snapshot || snapshot->height != height) {
    return core::fail(core::ErrorCode::corrupt,
                      fmt::format("{} is torn or changed", path.string()));
  }
  return *std::move(snapshot);
}

std::optional<Snapshot> find_latest_snapshot(const std::filesystem::path& folder) {
  for (const core::Height height : list_snapshots(folder)) {
    auto snapshot = read_snapshot(folder, height);
    if (snapshot) return *std::move(snapshot);
    spdlog::warn("snapshot {} skipped: {}", height.value, snapshot.error().message);
  }
  return std::nullopt;
}

}  // namespace commune::node
