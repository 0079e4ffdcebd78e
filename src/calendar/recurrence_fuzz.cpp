// Any rule and first time: an error or ascending occurrences inside the window, in bounded time.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calendar/recurrence.h"
#include "core/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace calendar = commune::calendar;
  using commune::core::Time;
  static const calendar::Zone zone = calendar::Zone::open("Europe/London").value();
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::size_t line = text.find('\n');
  const std::string_view rule = text.substr(0, line);
  const std::string_view first =
      line == std::string_view::npos ? std::string_view{"2026-03-29T01:30"} : text.substr(line + 1);
  const Time from{1'767'225'600};
  const Time to{1'830'297'600};
  const auto found = calendar::expand(rule, first, zone, from, to, 500);
  if (!found) {
    CHECK(!found.error().message.empty());
    return 0;
  }
  CHECK(found->size() <= 500);
  for (std::size_t i = 0; i < found->size(); ++i) {
    CHECK((*found)[i].start >= from && (*found)[i].start < to);
    CHECK(i == 0 || (*found)[i - 1].local < (*found)[i].local);
  }
  return 0;
}
