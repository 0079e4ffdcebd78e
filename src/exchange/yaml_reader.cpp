#include "exchange/yaml_reader.h"

#include <fmt/core.h>

#include <charconv>
#include <utility>

#include "core/bytes.h"
#include "wire/canonical_reader.h"

namespace commune::exchange {

using core::ErrorCode;

void Problems::add(const std::string& file, const YAML::Mark& mark, std::string_view what) {
  if (lines_.size() == problems_max) {
    left_out_ += 1;
    return;
  }
  lines_.push_back(mark.is_null() ? fmt::format("{}: {}", file, what)
                                  : fmt::format("{}:{}: {}", file, mark.line + 1, what));
}

core::Error Problems::error() const {
  std::string text;
  for (const std::string& line : lines_) text += (text.empty() ? "" : "\n") + line;
  if (left_out_ > 0) text += fmt::format("\nand {} more", left_out_);
  return {ErrorCode::invalid, text};
}

core::Result<YAML::Node> parse_yaml(const std::string& text, const std::string& file) {
  if (text.size() > yaml_size_max) {
    return core::fail(ErrorCode::too_large,
                      fmt::format("{}: more than {} bytes", file, yaml_size_max));
  }
  if (!wire::is_clean_text(core::as_bytes(text))) {
    return core::fail(ErrorCode::malformed, fmt::format("{}: is not UTF-8 text", file));
  }
  try {
    YAML::Node node = YAML::Load(text);
    if (!node.IsMap()) {
      return core::fail(ErrorCode::malformed,
                        fmt::format("{}: must be \"key: value\" lines", file));
    }
    return node;
  } catch (const YAML::Exception& error) {
    return core::fail(ErrorCode::malformed, fmt::format("{}:{}:{}: {}", file, error.mark.line + 1,
                                                        error.mark.column + 1, error.msg));
  }
}

YamlMap::YamlMap(const YAML::Node& node, std::string file, Problems& problems)
    // A key that is missing gives a node that throws when it is looked at.
    : node_(node.IsDefined() ? node : YAML::Node(YAML::NodeType::Null)),
      file_(std::move(file)),
      problems_(&problems) {
  if (!node_.IsMap()) problems.add(file_, node_.Mark(), "must be \"key: value\" pairs");
}

void YamlMap::problem(std::string_view key, std::string_view what) const {
  if (!node_.IsMap()) return;  // which was reported already
  YAML::Mark mark = node_.Mark();
  if (const YAML::Node value = node_[std::string(key)]) mark = value.Mark();
  problems_->add(file_, mark, fmt::format("{}: {}", key, what));
}

YAML::Node YamlMap::node(std::string_view key) {
  asked_.emplace(key);
  if (!node_.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  const YAML::Node& map = node_;
  const YAML::Node found = map[std::string(key)];
  return found.IsDefined() ? found : YAML::Node(YAML::NodeType::Undefined);
}

std::string YamlMap::optional_text(std::string_view key, std::size_t size_max) {
  const YAML::Node value = node(key);
  if (!value.IsDefined() || value.IsNull()) return {};
  if (!value.IsScalar()) {
    problem(key, "must be a text");
    return {};
  }
  if (value.Scalar().size() > size_max) {
    problem(key, fmt::format("is longer than {} bytes", size_max));
    return value.Scalar().substr(0, 1);
  }
  return value.Scalar();
}

std::string YamlMap::text(std::string_view key, std::size_t size_max) {
  const YAML::Node value = node(key);
  std::string found = optional_text(key, size_max);
  const bool reported = value.IsDefined() && !value.IsNull() && !value.IsScalar();
  if (found.empty() && !reported) problem(key, "is missing");
  return found;
}

std::optional<std::int64_t> YamlMap::find_integer(std::string_view key, std::int64_t min,
                                                  std::int64_t max, bool required) {
  const std::string found = required ? text(key) : optional_text(key);
  if (found.empty()) return std::nullopt;
  std::int64_t value = 0;
  const char* end = found.data() + found.size();
  const auto parsed = std::from_chars(found.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < min || value > max) {
    problem(key, fmt::format("\"{}\" must be a whole number from {} to {}", found, min, max));
    return std::nullopt;
  }
  return value;
}

std::uint32_t YamlMap::number(std::string_view key, std::uint32_t min, std::uint32_t max) {
  return static_cast<std::uint32_t>(find_integer(key, min, max, true).value_or(min));
}

std::uint32_t YamlMap::optional_number(std::string_view key, std::uint32_t fallback,
                                       std::uint32_t min, std::uint32_t max) {
  return static_cast<std::uint32_t>(find_integer(key, min, max, false).value_or(fallback));
}

std::int32_t YamlMap::signed_number(std::string_view key, std::int32_t min, std::int32_t max) {
  return static_cast<std::int32_t>(find_integer(key, min, max, true).value_or(0));
}

bool YamlMap::optional_flag(std::string_view key) {
  const std::string found = optional_text(key);
  if (found.empty() || found == "false") return false;
  if (found != "true") problem(key, "must be true or false");
  return found == "true";
}

std::size_t YamlMap::word(std::string_view key, const std::vector<std::string_view>& words,
                          std::optional<std::size_t> fallback) {
  const std::string found = fallback ? optional_text(key) : text(key);
  if (found.empty()) return fallback.value_or(0);
  std::string choices;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == found) return i;
    choices += fmt::format("{}{}", i == 0 ? "" : ", ", words[i]);
  }
  problem(key, fmt::format("\"{}\" must be one of {}", found, choices));
  return fallback.value_or(0);
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
  const YAML::Node list = node(key);
  std::vector<std::string> found;
  if (!list.IsDefined() || list.IsNull()) return found;
  if (!list.IsSequence()) {
    problem(key, "must be a list");
    return found;
  }
  for (const YAML::Node& item : list) {
    if (item.IsScalar() && !item.Scalar().empty()) {
      found.push_back(item.Scalar());
    } else {
      problems_->add(file_, item.Mark(), fmt::format("{}: must be a list of texts", key));
    }
  }
  return found;
}

std::vector<YamlMap> YamlMap::maps(std::string_view key) {
  const YAML::Node list = node(key);
  std::vector<YamlMap> found;
  if (!list.IsDefined() || !list.IsSequence()) {
    problem(key, "must be a list");
    return found;
  }
  for (const YAML::Node& item : list) found.emplace_back(item, file_, *problems_);
  return found;
}

std::vector<YamlMap> YamlMap::optional_maps(std::string_view key) {
  const YAML::Node list = node(key);
  if (!list.IsDefined() || list.IsNull()) return {};
  return maps(key);
}

std::vector<std::string> YamlMap::keys() const {
  std::vector<std::string> found;
  if (!node_.IsMap()) return found;
  for (const auto& pair : node_) {
    if (pair.first.IsScalar()) found.push_back(pair.first.Scalar());
  }
  return found;
}

void YamlMap::finish() {
  if (!node_.IsMap()) return;
  std::set<std::string, std::less<>> seen;
  for (const auto& pair : node_) {
    constexpr std::size_t shown_max = 60;
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "?";
    const std::string shown = key.substr(0, shown_max);
    if (!asked_.contains(key)) {
      problems_->add(file_, pair.first.Mark(), fmt::format("{}: is not a known key", shown));
    } else if (!seen.insert(key).second) {
      problems_->add(file_, pair.first.Mark(), fmt::format("{}: stands twice", shown));
    }
  }
}

}  // namespace commune::exchange
