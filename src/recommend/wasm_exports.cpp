// What the WebAssembly module shows to the page: room for a request, and the answer to it. One
// request at a time; both lie in the module's memory until the next call. Nothing else of the world
// is reached: no file, clock or random number, so the module imports nothing.
#ifdef __wasm__

#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "core/check.h"
#include "recommend/call_door.h"
#include "recommend/call_layout.h"
#include "recommend/call_policy.h"
#include "recommend/door.h"
#include "recommend/layout.h"
#include "recommend/learning_door.h"
#include "recommend/learning_layout.h"

namespace {

std::vector<std::int32_t>& request() {
  static std::vector<std::int32_t> words;
  return words;
}

std::vector<std::int32_t>& answer() {
  static std::vector<std::int32_t> words;
  return words;
}

}  // namespace

// libc++ asks here when a standard container is misused, ours when a CHECK fails: a bug of ours
// ends the call in the page, where it is caught; there is nothing to print to.
void std::__libcpp_verbose_abort(const char* /*format*/, ...) { __builtin_trap(); }

void commune::core::check_failed(const char* /*condition*/, const char* /*file*/, int /*line*/) {
  __builtin_trap();
}

extern "C" {

// The same for the C++ runtime, where memory is used up.
[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }

[[clang::export_name("layout_version")]] std::int32_t recommend_layout_version() {
  return commune::recommend::layout_version;
}

[[clang::export_name("learning_version")]] std::int32_t recommend_learning_version() {
  return commune::recommend::learning_version;
}

[[clang::export_name("call_version")]] std::int32_t recommend_call_version() {
  return commune::recommend::call_version;
}

// Of planned work that may be a call (call_policy.h), for a page to tell without asking: how much
// it matters at least, and how many seconds before it begins.
[[clang::export_name("planned_importance_min")]] std::uint32_t recommend_planned_importance_min() {
  return commune::recommend::planned_importance_min;
}

[[clang::export_name("planned_ahead")]] std::int32_t recommend_planned_ahead() {
  return static_cast<std::int32_t>(commune::recommend::planned_ahead.count);
}

// Where the caller writes a request of `count` words.
[[clang::export_name("request_room")]] std::int32_t* recommend_request_room(std::size_t count) {
  request().resize(count);
  return request().data();
}

// Where the answer begins; `answer_size` says how many words it has.
[[clang::export_name("answer_request")]] const std::int32_t* recommend_answer_request() {
  answer() = commune::recommend::answer_request(request());
  return answer().data();
}

// The same for a request to learn.
[[clang::export_name("answer_learning")]] const std::int32_t* recommend_answer_learning() {
  answer() = commune::recommend::answer_learning(request());
  return answer().data();
}

// The same for a question about an urgent call.
[[clang::export_name("answer_call")]] const std::int32_t* recommend_answer_call() {
  answer() = commune::recommend::answer_call(request());
  return answer().data();
}

[[clang::export_name("answer_size")]] std::size_t recommend_answer_size() {
  return answer().size();
}
}

#endif
