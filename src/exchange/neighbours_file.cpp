#include "exchange/neighbours_file.h"

#include <fmt/core.h>

#include <set>

#include "exchange/yaml_reader.h"
#include "model/limits.h"

namespace commune::exchange {

core::Result<std::vector<Neighbour>> parse_neighbours(const std::string& text,
                                                      const std::string& file) {
  const YAML::Node root = TRY(parse_yaml(text, file));
  Problems problems;
  YamlMap map(root, file, problems);
  std::vector<Neighbour> neighbours;
  std::set<std::string> names;
  for (YamlMap& item : map.maps("neighbours")) {
    Neighbour neighbour{.name = item.text("name", model::name_size_max),
                        .node = item.text("node"),
                        .authority_file = item.optional_text("ca"),
                        .key_file = item.text("key"),
                        .messenger_file = item.text("messenger"),
                        .taken_back = item.text("taken_back", model::reason_size_max)};
    item.finish();
    if (!neighbour.name.empty() && !names.insert(neighbour.name).second) {
      item.problem("name", fmt::format("\"{}\" is another neighbour's already", neighbour.name));
    }
    neighbours.push_back(std::move(neighbour));
  }
  if (neighbours.size() > neighbours_max) {
    map.problem("neighbours", fmt::format("more than {}", neighbours_max));
  }
  map.finish();
  if (!problems.empty()) return std::unexpected(problems.error());
  if (neighbours.empty()) {
    return core::fail(core::ErrorCode::invalid, fmt::format("{}: neighbours: names nobody", file));
  }
  return neighbours;
}

}  // namespace commune::exchange
