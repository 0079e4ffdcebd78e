// Any bytes as the files of a commune folder, cut at lines of "---": an error with a message, or a
// commune whose references all hold.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/check.h"
#include "exchange/commune_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array names{"commune.yaml", "guilds.yaml", "venues.yaml", "skills.yaml",
                             "people.yaml",  "jobs.yaml",   "history.yaml"};
  std::string_view text{reinterpret_cast<const char*>(data), size};
  commune::exchange::FolderFiles files;
  for (const char* name : names) {
    const std::size_t cut = text.find("---\n");
    files[name] = text.substr(0, cut);
    if (cut == std::string_view::npos) break;
    text.remove_prefix(cut + 4);
  }
  const auto folder = commune::exchange::parse_commune_folder(files, "f");
  if (!folder) {
    CHECK(folder.error().message.starts_with("f/"));
    return 0;
  }
  for (const auto& job : folder->jobs) {
    CHECK(job.draft.people_min >= 1 && job.draft.people_min <= job.draft.people_max);
    CHECK(std::ranges::any_of(folder->guilds,
                              [&](const auto& guild) { return guild.guild == job.draft.guild; }));
  }
  return 0;
}
