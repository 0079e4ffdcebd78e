// Anything at all as a round and as a result: read or refused, never worse; what is read is
// checked.
#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "exchange/clearing_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commune;
  const std::string_view text = core::as_text({data, size});
  if (const auto round = exchange::parse_round(text, "fuzz");
      round && round->choices().size() < 200) {
    static_cast<void>(clearing::clear_round(*round, {.price_work_max = 20'000}));
  }
  if (const auto file = exchange::parse_clearing(text, "fuzz")) {
    static_cast<void>(exchange::check_clearing(*file));
  }
  return 0;
}
