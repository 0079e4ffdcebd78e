// Text as people search it: words without case and without accents, so that "Zoe" finds "Zoë's" and
// "strasse" finds "Straße". Folds Latin, Greek and Cyrillic; other scripts stay as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commune::gateway {

// The words of a text in order; a word is a run of letters and digits, at most 40 bytes of it kept.
[[nodiscard]] std::vector<std::string> folded_words(std::string_view text);

}  // namespace commune::gateway
