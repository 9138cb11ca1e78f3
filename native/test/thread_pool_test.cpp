// Every item is done once, whatever the threads do meanwhile, and threads that wait sleep.
#include "thread_pool.h"

#include <omp.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <set>
#include <stdexcept>

#include "check.h"
#include "cpu_time.h"

namespace {

using echodc::cpu::ThreadPool;

constexpr int kMostThreads = 8;

void sleepFor(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

// Runs so many items and holds each to be done once, by a thread that there is. The counts are no
// atomics, so that ThreadSanitizer sees whether run() orders them.
void runOnce(ThreadPool& pool, int threads, int64_t items) {
  std::vector<int> times(items), by(items, -1);
  pool.run(items, [&](int64_t item, int thread) {
    ++times[item];
    by[item] = thread;
  });
  bool once = true, known = true;
  for (int64_t item = 0; item < items; ++item) {
    once &= times[item] == 1;
    known &= by[item] >= 0 && by[item] < threads;
  }
  const std::string what =
      std::to_string(items) + " items, " + std::to_string(threads) + " threads";
  check::isTrue(what + ": each once", once);
  check::isTrue(what + ": by threads that there are", known);
}

// Runs an item on each thread, all at the same time: none ends before all have begun.
template <typename Body>
void onEachThread(ThreadPool& pool, int threads, const Body& body) {
  std::atomic<int> begun{0};
  pool.run(threads, [&](int64_t, int thread) {
    ++begun;
    while (begun < threads) usleep(100);
    body(thread);
  });
}

void everyItemIsDoneOnce() {
  for (int threads = 1; threads <= kMostThreads; ++threads) {
    ThreadPool pool(threads);
    for (const int64_t items : {0, 1, 2, 3, 7, 8, 9, 64, 1000}) runOnce(pool, threads, items);
  }
}

void everyThreadHelps() {
  ThreadPool pool(kMostThreads);
  std::vector<pthread_t> threads(kMostThreads);
  std::vector<int> openMp(kMostThreads);
  omp_set_num_threads(5);
  onEachThread(pool, kMostThreads, [&](int thread) {
    threads[thread] = pthread_self();
    openMp[thread] = omp_get_max_threads();
  });
  check::isTrue("each thread has its number",
                std::set<pthread_t>(threads.begin(), threads.end()).size() == kMostThreads);
  check::isTrue("0 is the caller", threads[0] == pthread_self());
  check::isTrue("oneDNN is told to use one thread", openMp == std::vector<int>(kMostThreads, 1));
  check::isTrue("the caller's setting is restored", omp_get_max_threads() == 5);
}

// Small calls follow each other faster than threads wake; now and then all are asleep.
void manyCallsInSuccession() {
  for (const int threads : {2, 3, kMostThreads}) {
    ThreadPool pool(threads);
    for (int call = 0; call < 3000; ++call) {
      runOnce(pool, threads, call % 11);
      if (call % 500 == 0) sleepFor(2);
    }
  }
}

void exceptionsReachTheCaller() {
  for (const int threads : {1, 2, kMostThreads}) {
    ThreadPool pool(threads);
    for (int call = 0; call < 200; ++call) {
      std::atomic<int> running{0};
      std::string caught;
      try {
        pool.run(20, [&](int64_t item, int) {
          ++running;
          if (item % 7 == 3) {
            --running;
            throw std::runtime_error("an item failed");
          }
          --running;
        });
      } catch (const std::runtime_error& e) {
        caught = e.what();
      }
      check::isTrue("the exception is thrown again", caught == "an item failed");
      check::isTrue("when no item is being done", running == 0);
      runOnce(pool, threads, 20);  // and is forgotten
    }
  }
}

std::atomic<bool> held{false};
std::atomic<int> holding{0};

#ifndef __SANITIZE_THREAD__  // it lets no signal through to a thread that computes or sleeps

// Holds back threads that wait for work, as a system does that gives them no core.
void manageWithoutWorkers() {
  constexpr int kThreads = 4;
  struct sigaction action = {};
  action.sa_handler = [](int) {
    ++holding;
    while (held) usleep(1000);
    --holding;
  };
  sigaction(SIGUSR1, &action, nullptr);
  for (int round = 0; round < 20; ++round) {
    ThreadPool pool(kThreads);
    std::vector<pthread_t> threads(kThreads);
    onEachThread(pool, kThreads, [&](int thread) { threads[thread] = pthread_self(); });
    if (round % 2 == 1) sleepFor(2);  // held in their sleep, or on the way there
    held = true;
    for (int thread = 1; thread < kThreads; ++thread) pthread_kill(threads[thread], SIGUSR1);
    while (holding < kThreads - 1) usleep(100);
    for (const int64_t items : {1000, 3, 50}) runOnce(pool, 1, items);  // would wait for ever
    held = false;
    for (int call = 0; call < 50; ++call) runOnce(pool, kThreads, call % 5);  // while they wake
    while (holding > 0) usleep(100);
    runOnce(pool, kThreads, 1000);
  }
}

#endif

void aPoolEndsAtAnyTime() {
  for (int round = 0; round < 200; ++round) {
    const int threads = 1 + round % kMostThreads;
    auto pool = std::make_unique<ThreadPool>(threads);
    if (round % 3 > 0) runOnce(*pool, threads, 2 * threads);
    if (round % 3 == 2) usleep(300);  // asleep by now
    pool.reset();
  }
}

void threadsThatWaitForWorkSleep() {
  for (const int threads : {2, kMostThreads}) {  // two have a core each, if there are two
    ThreadPool pool(threads);
    for (int call = 0; call < 5; ++call) {
      onEachThread(pool, threads, [](int) {});
      const double cores = check::busyCores([] { sleepFor(100); });
      check::isTrue("threads that wait for work keep busy " + std::to_string(cores) + " cores",
                    cores < 0.1);
    }
  }
}

void aCallerThatWaitsForItemsSleeps() {
  ThreadPool pool(2);
  const double cores = check::busyCores([&] {
    for (int call = 0; call < 5; ++call)
      onEachThread(pool, 2, [](int thread) {
        if (thread == 1) sleepFor(100);
      });
  });
  check::isTrue("a caller that waits for items keeps busy " + std::to_string(cores) + " cores",
                cores < 0.1);
}

// Stacks larger than the address space stand for whatever limit a system has.
void aSystemWithoutThreadsIsAnError() {
  pthread_attr_t usual, huge;
  pthread_getattr_default_np(&usual);
  pthread_attr_init(&huge);
  pthread_attr_setstacksize(&huge, size_t{1} << 47);
  pthread_setattr_default_np(&huge);
  std::string message;
  try {
    ThreadPool pool(3);
  } catch (const std::runtime_error& e) {
    message = e.what();
  }
  pthread_setattr_default_np(&usual);
  check::isTrue("says what there is: " + message,
                message.find("the system gives 1 of 3 threads") != std::string::npos);
}

}  // namespace

int main() {
  alarm(120);  // a pool that does not keep its word waits for ever
  everyItemIsDoneOnce();
  everyThreadHelps();
  manyCallsInSuccession();
  exceptionsReachTheCaller();
#ifndef __SANITIZE_THREAD__
  manageWithoutWorkers();
#endif
  aPoolEndsAtAnyTime();
  threadsThatWaitForWorkSleep();
  aCallerThatWaitsForItemsSleeps();
  aSystemWithoutThreadsIsAnError();
  return check::report();
}
