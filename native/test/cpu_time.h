// How many cores a process keeps busy.
#pragma once

#include <chrono>
#include <ctime>

namespace check {

// The cores that all threads of this process keep busy while body runs, on average: 1 for a thread
// that spins. What they get of their cores counts, so that other processes make it smaller only.
template <typename Body>
double busyCores(const Body& body) {
  const auto cpuSeconds = [] {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const auto start = std::chrono::steady_clock::now();
  const double before = cpuSeconds();
  body();
  const double busy = cpuSeconds() - before;
  return busy / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace check
