// The threads of one CPU device. They share cores with other processes, so they claim small pieces
// of work one by one, and where there is none they sleep.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace echodc::cpu {

// oneDNN asks OpenMP how many threads it may use: one, on this thread, for as long as this lives.
class OneOpenMpThread {
 public:
  OneOpenMpThread();
  ~OneOpenMpThread();
  OneOpenMpThread(const OneOpenMpThread&) = delete;
  OneOpenMpThread& operator=(const OneOpenMpThread&) = delete;

 private:
  const int before_;
};

// A thread that calls run() and others that help it. OpenMP's team would do the same, but waits for
// all its threads, whether or not the system lets them run, and spins meanwhile.
class ThreadPool {
 public:
  // As many threads as that, the caller of run() being one. std::runtime_error if the system
  // refuses one.
  explicit ThreadPool(int threads);

  // Must not overlap run(). Waits for the threads to end.
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Calls body(item, thread) once for every item in [0, items), each claimed by whichever thread is
  // free; thread is in [0, threads) and 0 for the caller's. oneDNN inside uses the calling thread
  // alone. Returns when all items are done, and does not wait for threads that have claimed none.
  // Throws again what the first item to fail has thrown, once none is being done; it is left open
  // which of the others are. Calls must not overlap, be it from another thread or from within body.
  void run(int64_t items, const std::function<void(int64_t item, int thread)>& body);

 private:
  void serve(int thread);
  void work(int thread);
  bool claim(int64_t& ticket);
  void wakeWorkers(int64_t most);
  void stop();
  bool hasWork() const { return claimed_ < published_; }
  bool isDone() const { return done_ == published_; }

  template <typename Condition>
  bool spinUntil(const Condition& condition) const;

  // Tickets: items are numbered through all calls of run(), so that a thread that comes late cannot
  // take an item of this call for one of an earlier call.
  std::atomic<int64_t> published_{0};  // tickets below it may be claimed
  std::atomic<int64_t> claimed_{0};    // tickets below it are
  std::atomic<int64_t> done_{0};       // how many are finished

  // The call in progress. Read only by threads that hold a ticket of it, and as run() does not
  // return before they are done, not written then.
  const std::function<void(int64_t, int)>* body_ = nullptr;
  int64_t firstTicket_ = 0;
  std::mutex failureLock_;
  std::exception_ptr failure_;

  // Threads sleep on futexes, not on a condition variable, whose mutex a thread could hold while
  // the system gives it no core.
  std::atomic<uint32_t> wakeups_{0};       // changes when there is work, or the end
  std::atomic<uint32_t> endings_{0};       // changes when all items are done
  std::atomic<int> sleepers_{0};           // workers that sleep or are about to
  std::atomic<bool> callerSleeps_{false};  // or is about to
  std::atomic<bool> stopping_{false};

  const bool spins_;
  std::vector<std::thread> threads_;
};

}  // namespace echodc::cpu
