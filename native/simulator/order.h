// What is ordered before what, for ThreadSanitizer: it reports two threads of a block that touch
// the same memory without a barrier or a warp intrinsic between them.
#pragma once

#ifdef ECHODC_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace echodc::simulator {

// What this thread did is before what others do after happensAfter() of the same event.
inline void happensBefore([[maybe_unused]] void* event) {
#ifdef ECHODC_THREAD_SANITIZER
  __tsan_release(event);
#endif
}

inline void happensAfter([[maybe_unused]] void* event) {
#ifdef ECHODC_THREAD_SANITIZER
  __tsan_acquire(event);
#endif
}

}  // namespace echodc::simulator
