// The solver as a WebAssembly module that only a test runs (tests/compilers/clearings.mjs): no
// threads there, libc++ instead of libstdc++, 32 bits to an address, and the same bytes.
#ifdef __wasm__

#include <cstdint>
#include <functional>

#include "clearing/many_clearings_testing.h"
#include "clearing/threads.h"
#include "core/check.h"
#include "core/hash.h"

namespace {

namespace clearing = commune::clearing;
namespace core = commune::core;

clearing::testing::ClearingBytes& result() {
  static clearing::testing::ClearingBytes bytes;
  return bytes;
}

}  // namespace

std::size_t commune::clearing::threads_of_machine() { return 1; }

void commune::clearing::run_on_threads(std::size_t /*threads*/, const std::function<void()>& work) {
  work();
}

void commune::core::check_failed(const char* /*condition*/, const char* /*file*/, int /*line*/) {
  __builtin_trap();
}

// Seeds are numbers in these rounds.
commune::core::Digest commune::core::labelled_hash(std::string_view /*label*/,
                                                   std::initializer_list<ByteView> /*parts*/) {
  __builtin_trap();
}

void std::__libcpp_verbose_abort(const char* /*format*/, ...) { __builtin_trap(); }

extern "C" {

[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }

// How many series there are, and where the name of one stands.
[[clang::export_name("series")]] std::size_t series() {
  return clearing::testing::many_clearings.size();
}
[[clang::export_name("name_begin")]] const char* name_begin(std::size_t series) {
  return clearing::testing::many_clearings.at(series).data();
}
[[clang::export_name("name_size")]] std::size_t name_size(std::size_t series) {
  return clearing::testing::many_clearings.at(series).size();
}

// Solves a series; then its bytes lie there until the next.
[[clang::export_name("solve")]] void solve(std::size_t series) {
  result() = clearing::testing::bytes_of(clearing::testing::many_clearings.at(series));
}
[[clang::export_name("places_begin")]] const std::uint8_t* places_begin() {
  return result().places.data();
}
[[clang::export_name("places_size")]] std::size_t places_size() { return result().places.size(); }
[[clang::export_name("proof_begin")]] const std::uint8_t* proof_begin() {
  return result().proof.data();
}
[[clang::export_name("proof_size")]] std::size_t proof_size() { return result().proof.size(); }
}

#endif
