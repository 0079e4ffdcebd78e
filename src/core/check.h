// CHECK: a bug of ours, always on, prints where and aborts. DCHECK: the same in debug builds only.
// Never use either on input from outside: that is an Error or a Rejection.
#pragma once

namespace commune::core {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace commune::core

#define CHECK(condition)                               \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::commune::core::check_failed(#condition, __FILE__, __LINE__))

#ifdef NDEBUG
#define DCHECK(condition) static_cast<void>(0)
#else
#define DCHECK(condition) CHECK(condition)
#endif
