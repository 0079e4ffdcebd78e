// Which neighbours a file names, and what a wrong file is told.
#include "exchange/neighbours_file.h"

#include <gtest/gtest.h>

namespace commune::exchange {
namespace {

std::string hillside(const std::string& change = "") {
  return "neighbours:\n"
         "  - name: Hillside\n"
         "    node: https://hillside.example:8443\n"
         "    key: at-hillside.key\n"
         "    messenger: hillside.key\n"
         "    taken_back: Enough are here\n" +
         change;
}

std::string mistakes(const std::string& text) {
  const auto read = parse_neighbours(text, "n.yaml");
  return read ? "none" : read.error().message;
}

TEST(NeighboursFile, names_each_neighbour_with_its_keys) {
  const auto read = parse_neighbours(hillside("    ca: authority.pem\n"), "n.yaml");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().node, "https://hillside.example:8443");
  EXPECT_EQ(read->front().authority_file, "authority.pem");
  EXPECT_EQ(read->front().messenger_file, "hillside.key");
  EXPECT_EQ(read->front().taken_back, "Enough are here");
}

TEST(NeighboursFile, is_told_all_its_mistakes_with_their_lines) {
  const std::string wrong = mistakes("neighbours:\n  - {name: A, node: x, color: red}\n");
  EXPECT_NE(wrong.find("n.yaml:2: key: is missing"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("n.yaml:2: taken_back: is missing"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("color"), std::string::npos) << wrong;
  EXPECT_NE(mistakes("neighbours: []\n").find("names nobody"), std::string::npos);
  EXPECT_NE(mistakes(""), "none");
  EXPECT_NE(mistakes(hillside() + hillside().substr(12)).find("another neighbour's already"),
            std::string::npos);
}

}  // namespace
}  // namespace commune::exchange
