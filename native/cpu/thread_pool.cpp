#include "thread_pool.h"

#include <immintrin.h>
#include <linux/futex.h>
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace echodc::cpu {

namespace {

// A sleeping thread takes some 50 us to wake, which operations of some 100 us would feel. Spinning
// covers the time between two operations; longer, it only takes the core from those who need it.
constexpr std::chrono::microseconds kSpin(50);
constexpr int kPausesBetweenLooks = 16;  // at the clock

// Whether each of the threads can have a core; what spins on another's core holds it up.
bool haveCores(int threads) {
  cpu_set_t cores;  // has no room for more than 1,024, and then the call fails
  return sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) >= threads;
}

// Sleeps unless the word has another value by now; may wake without reason.
void sleepWhile(std::atomic<uint32_t>& word, uint32_t value) {
  static_assert(sizeof word == sizeof value && std::atomic<uint32_t>::is_always_lock_free);
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr);
}

void wake(std::atomic<uint32_t>& word, int most) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, most);
}

}  // namespace

OneOpenMpThread::OneOpenMpThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }

OneOpenMpThread::~OneOpenMpThread() { omp_set_num_threads(before_); }

ThreadPool::ThreadPool(int threads) : spins_(haveCores(threads)) {
  try {
    for (int thread = 1; thread < threads; ++thread)
      threads_.emplace_back([this, thread] { serve(thread); });
  } catch (const std::system_error& e) {
    const size_t started = threads_.size() + 1;
    stop();  // what is half made has no destructor
    throw std::runtime_error("the system gives " + std::to_string(started) + " of " +
                             std::to_string(threads) + " threads (" + e.code().message() +
                             "): ask for fewer, or raise the limit of processes (ulimit -u)");
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::stop() {
  stopping_ = true;
  wakeWorkers(INT_MAX);
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::run(int64_t items, const std::function<void(int64_t, int)>& body) {
  const OneOpenMpThread alone;
  if (items <= 1 || threads_.empty()) {  // nothing to share
    for (int64_t item = 0; item < items; ++item) body(item, 0);
    return;
  }
  firstTicket_ = published_;
  body_ = &body;
  published_ = firstTicket_ + items;
  wakeWorkers(items - 1);
  work(0);
  if (!spinUntil([this] { return isDone(); })) {
    callerSleeps_ = true;  // before it looks, and work() looks the other way round
    for (uint32_t before; before = endings_, !isDone();) sleepWhile(endings_, before);
    callerSleeps_ = false;
  }
  // All are done, so nobody writes it.
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

// Call it when hasWork() or stopping_ has become true.
void ThreadPool::wakeWorkers(int64_t most) {
  // All these atomics have one order. Either a worker has counted itself before this looks, or it
  // looks for work after this has been called.
  ++wakeups_;
  if (sleepers_ > 0) wake(wakeups_, static_cast<int>(std::min<int64_t>(most, INT_MAX)));
}

void ThreadPool::serve(int thread) {
  pthread_setname_np(pthread_self(), "echodc-cpu");
  const OneOpenMpThread alone;
  while (!stopping_) {
    work(thread);
    if (spinUntil([this] { return hasWork(); })) continue;
    ++sleepers_;
    const uint32_t before = wakeups_;
    if (!hasWork() && !stopping_) sleepWhile(wakeups_, before);
    --sleepers_;
  }
}

// Does items until none is left to claim.
void ThreadPool::work(int thread) {
  for (int64_t ticket; claim(ticket);) {
    try {
      (*body_)(ticket - firstTicket_, thread);
    } catch (...) {
      const std::lock_guard<std::mutex> lock(failureLock_);
      if (!failure_) failure_ = std::current_exception();
    }
    // Once it is counted as done the caller may return, and wait for another call's items: waking
    // it then does no harm.
    if (++done_ != published_) continue;
    ++endings_;
    if (callerSleeps_) wake(endings_, 1);
  }
}

// Takes the next ticket. A plain addition could go beyond the last one, into the next call's.
bool ThreadPool::claim(int64_t& ticket) {
  ticket = claimed_;
  while (ticket < published_)
    if (claimed_.compare_exchange_weak(ticket, ticket + 1)) return true;
  return false;
}

// Waits a moment for the condition. Returns whether it came true.
template <typename Condition>
bool ThreadPool::spinUntil(const Condition& condition) const {
  if (condition()) return true;
  if (!spins_) return false;
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < kPausesBetweenLooks; ++i) {
      if (condition()) return true;
      _mm_pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

}  // namespace echodc::cpu
