// The file that switches learning on says what it means, and what is wrong in it is named.
#include "apps/learn_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "node/test_folder.h"

namespace commune::apps {
namespace {

const std::string helper = R"({"name": "Meadow", "url": "https://meadow.example:8443",
  "ca": "meadow.pem", "key": ")" +
                           std::string(64, 'a') + "\"}";

core::Result<LearnFile> read(const std::string& text) {
  const node::TestFolder folder;
  std::ofstream(folder.path() / "learn.json") << text;
  auto result = read_learn_file(folder.path() / "learn.json");
  if (result && !result->helpers.empty()) {
    EXPECT_EQ(result->helpers[0].authority_file, folder.path() / "meadow.pem");
  }
  return result;
}

std::string problem(const std::string& text) {
  const auto result = read(text);
  return result ? "none" : result.error().message.substr(result.error().message.find("learn.json"));
}

TEST(LearnFile, SaysWhoHelpsAndUnderWhichTerms) {
  const auto file = read(R"({"name": "Hillside", "round_seconds": 60, "noise_variance": 7,
    "devices_min": 25, "helpers": [)" +
                         helper + "]}");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->options.span, core::Seconds{60});
  EXPECT_EQ(file->options.terms.noise_variance, 7U);
  EXPECT_EQ(file->options.terms.devices_min, 25U);
  EXPECT_EQ(file->options.terms.norm_squared_max, 100U) << "as it is where nothing is said";
  EXPECT_EQ(file->options.helpers[0].name, "Meadow");
  EXPECT_EQ(file->helpers[0].origin.port, 8443);
}

TEST(LearnFile, NamesWhatIsWrong) {
  EXPECT_EQ(problem("[]"), "learn.json: is not an object");
  EXPECT_EQ(problem("{\"name\": 3}"), "learn.json: name is not a text");
  EXPECT_EQ(problem("{\"nam\": \"a\"}"), "learn.json: nam is not a field here");
  EXPECT_EQ(problem(R"({"name": "a", "devices_min": -2, "helpers": []})"),
            "learn.json: devices_min is not a whole number from 0 to 4294967295");
  EXPECT_EQ(problem(R"({"name": "a"})"), "learn.json: helpers are missing");
  EXPECT_EQ(problem(R"({"name": "a", "helpers": [{"name": "b", "key": "cc"}]})"),
            "learn.json: helpers[0]: key is not the 64 digits that commune helper new printed");
  std::string open = helper;
  open.replace(open.find("https"), 5, "http");
  EXPECT_EQ(problem(R"({"name": "a", "helpers": [)" + open + "]}"),
            "learn.json: helpers[0]: url: plain HTTP stays on this machine; reach "
            "meadow.example with https://");
}

}  // namespace
}  // namespace commune::apps
