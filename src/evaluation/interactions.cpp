#include "evaluation/interactions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "exchange/csv_reader.h"

namespace commune::evaluation {
namespace {

using core::ErrorCode;

std::unexpected<core::Error> wrong(std::string_view file, std::size_t line, std::string_view what) {
  return core::fail(ErrorCode::malformed, fmt::format("{}:{}: {}", file, line, what));
}

struct FeatureColumn {
  std::size_t column = 0;
  std::string name;  // without its beginning
};

struct Columns {
  std::size_t user = 0;
  std::size_t item = 0;
  std::size_t value = 0;
  std::size_t time = 0;
  std::vector<FeatureColumn> user_features;
  std::vector<FeatureColumn> item_features;
};

core::Result<Columns> find_columns(const exchange::CsvRow& header, std::string_view file) {
  Columns columns;
  std::array<std::pair<std::string_view, std::optional<std::size_t>>, 4> needed{
      {{"user", {}}, {"item", {}}, {"value", {}}, {"time", {}}}};
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string& name = header.fields[i];
    const auto found = std::ranges::find(needed, name, [](const auto& one) { return one.first; });
    if (found != needed.end()) {
      if (found->second) return wrong(file, header.line, "the column " + name + " is there twice");
      found->second = i;
    } else if (name.starts_with("user_")) {
      columns.user_features.push_back({i, name.substr(5)});
    } else if (name.starts_with("item_")) {
      columns.item_features.push_back({i, name.substr(5)});
    } else {
      return wrong(
          file, header.line,
          fmt::format("\"{}\" is none of user, item, value, time, user_..., item_...", name));
    }
  }
  for (const auto& [name, column] : needed) {
    if (!column) return wrong(file, header.line, fmt::format("the column {} is missing", name));
  }
  columns.user = *needed[0].second;
  columns.item = *needed[1].second;
  columns.value = *needed[2].second;
  columns.time = *needed[3].second;
  return columns;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

// Numbers the users or the items as they come, and their features.
class Numbering {
 public:
  explicit Numbering(const std::vector<FeatureColumn>& columns) : columns_(columns) {}

  core::Result<std::uint32_t> number(const exchange::CsvRow& row, std::size_t id_column,
                                     std::string_view file) {
    const std::string& id = row.fields[id_column];
    if (id.empty()) return wrong(file, row.line, "a user or item without a name");
    std::vector<std::uint32_t> features = features_of(row);
    const auto index = static_cast<std::uint32_t>(described_.ids.size());
    const auto [entry, is_new] = index_.emplace(id, index);
    if (is_new) {
      described_.ids.push_back(id);
      described_.features.push_back(std::move(features));
    } else if (described_.features[entry->second] != features) {
      return wrong(file, row.line,
                   fmt::format("the features of \"{}\" differ from those in its first row", id));
    }
    return entry->second;
  }

  Described take() { return std::move(described_); }

 private:
  std::vector<std::uint32_t> features_of(const exchange::CsvRow& row) {
    std::vector<std::uint32_t> features;
    for (const FeatureColumn& column : columns_) {
      std::string_view rest = row.fields[column.column];
      while (!rest.empty()) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        if (bar > 0) features.push_back(feature(column.name, rest.substr(0, bar)));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
      }
    }
    std::ranges::sort(features);
    const auto repeated = std::ranges::unique(features);
    features.erase(repeated.begin(), repeated.end());
    return features;
  }

  std::uint32_t feature(const std::string& column, std::string_view value) {
    const auto index = static_cast<std::uint32_t>(described_.feature_names.size());
    const auto [entry, is_new] = feature_index_.emplace(fmt::format("{}={}", column, value), index);
    if (is_new) described_.feature_names.push_back(entry->first);
    return entry->second;
  }

  const std::vector<FeatureColumn>& columns_;
  Described described_;
  std::unordered_map<std::string, std::uint32_t> index_;
  std::unordered_map<std::string, std::uint32_t> feature_index_;
};

}  // namespace

core::Result<Interactions> parse_interactions(std::string_view csv, std::string_view file) {
  const std::vector<exchange::CsvRow> rows = TRY(exchange::read_csv(
      csv, file, {.size_max = interactions_size_max, .rows_max = interactions_max + 1}));
  if (rows.size() < 2) return wrong(file, 1, "holds no interactions");
  const Columns columns = TRY(find_columns(rows.front(), file));
  Numbering users(columns.user_features);
  Numbering items(columns.item_features);
  Interactions result;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const exchange::CsvRow& row = rows[i];
    if (row.fields.size() != rows.front().fields.size()) {
      return wrong(file, row.line,
                   fmt::format("{} fields where the header has {}", row.fields.size(),
                               rows.front().fields.size()));
    }
    const auto value = parse_number(row.fields[columns.value]);
    const auto time = parse_number(row.fields[columns.time]);
    if (!value || !time) {
      return wrong(file, row.line,
                   fmt::format("{}: \"{}\" is not a number", value ? "time" : "value",
                               row.fields[value ? columns.time : columns.value]));
    }
    const std::uint32_t user = TRY(users.number(row, columns.user, file));
    const std::uint32_t item = TRY(items.number(row, columns.item, file));
    result.rows.push_back({user, item, *value > 0, *time});
  }
  std::ranges::stable_sort(result.rows, {}, &Interaction::time);
  result.users = users.take();
  result.items = items.take();
  return result;
}

}  // namespace commune::evaluation
