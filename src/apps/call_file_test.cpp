// The calls of a bridge that has ended, as the next one finds them.
#include "apps/call_file.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "node/file.h"
#include "node/test_folder.h"

namespace commune::apps {
namespace {

Call pump_call(std::uint8_t number, const std::string& text) {
  std::array<std::uint8_t, 16> id{};
  id.fill(number);
  return {.key_file = "pump.key", .alert = *model::AlertId::from(id), .text = text};
}

TEST(CallFile, holds_the_calls_in_order_and_none_where_there_is_no_file) {
  const node::TestFolder folder;
  const auto file = folder.path() / "waiting.json";
  EXPECT_TRUE(read_calls(file)->empty());
  ASSERT_TRUE(write_calls(file, {pump_call(1, "one"), pump_call(2, "Wärme \"38\"")}));
  const auto calls = read_calls(file);
  ASSERT_TRUE(calls.has_value());
  ASSERT_EQ(calls->size(), 2U);
  EXPECT_EQ(calls->back().text, "Wärme \"38\"");
  EXPECT_EQ(calls->back().alert, pump_call(2, "Wärme \"38\"").alert);
  EXPECT_EQ(calls->front().key_file, "pump.key");
}

TEST(CallFile, that_is_no_such_file_is_named_and_not_written_over) {
  const node::TestFolder folder;
  const auto file = folder.path() / "waiting.json";
  for (const std::string text : {"", "[1]", "{}", R"([{"key":"a","alert":"xyz","text":"b"}])",
                                 R"([{"key":"a","text":"b"}])"}) {
    ASSERT_TRUE(node::write_file(file, {core::as_bytes(text)}));
    const auto calls = read_calls(file);
    ASSERT_FALSE(calls.has_value()) << text;
    EXPECT_NE(calls.error().message.find("waiting.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace commune::apps
