// The checker of clearings as a WebAssembly module, so that a phone believes nobody: room for the
// text of a file commune-clearing/1, and what is true of it. Of the world it reaches SHA-256 alone,
// which the app has already: no file, clock or random number.
#ifdef __wasm__

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/check.h"
#include "core/hash.h"
#include "exchange/clearing_file.h"

namespace {

std::string& text() {
  static std::string bytes;
  return bytes;
}

std::string& answer() {
  static std::string sentence;
  return sentence;
}

}  // namespace

extern "C" [[clang::import_module("commune"), clang::import_name("sha256")]] void commune_sha256(
    const std::uint8_t* bytes, std::size_t size, std::uint8_t* digest);

commune::core::Digest commune::core::labelled_hash(std::string_view label,
                                                   std::initializer_list<ByteView> parts) {
  Bytes bytes(label.begin(), label.end());
  bytes.push_back(0);
  for (const ByteView part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  std::array<std::uint8_t, Digest::size> digest{};
  commune_sha256(bytes.data(), bytes.size(), digest.data());
  const auto made = Digest::from(digest);
  CHECK(made.has_value());
  return *made;
}

// libc++ asks here when a standard container is misused, ours when a CHECK fails: a bug of ours
// ends the call in the page, where it is caught; there is nothing to print to.
void std::__libcpp_verbose_abort(const char* /*format*/, ...) { __builtin_trap(); }

void commune::core::check_failed(const char* /*condition*/, const char* /*file*/, int /*line*/) {
  __builtin_trap();
}

extern "C" {

// The same for the C++ runtime, where memory is used up.
[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }

// Where the caller writes `size` bytes of UTF-8.
[[clang::export_name("text_room")]] char* clearing_text_room(std::size_t size) {
  text().resize(size);
  return text().data();
}

// 1: everything that the file claims is true. 0: it is not, and the answer says why. The answer to
// 1 is "optimal", or "coverage" where only the first of the three levels is proven best, or "gap".
[[clang::export_name("check_text")]] std::int32_t clearing_check_text() {
  using namespace commune;
  const auto file = exchange::parse_clearing(text(), "file");
  if (!file) {
    answer() = file.error().message;
    return 0;
  }
  const auto verdict = exchange::check_clearing(*file);
  if (!verdict) {
    answer() = verdict.error().message;
    return 0;
  }
  answer() = verdict->is_optimal()                                  ? "optimal"
             : verdict->reached.coverage == verdict->bound.coverage ? "coverage"
                                                                    : "gap";
  return 1;
}

[[clang::export_name("answer_begin")]] const char* clearing_answer_begin() {
  return answer().data();
}

[[clang::export_name("answer_size")]] std::size_t clearing_answer_size() { return answer().size(); }
}

#endif
