// Whoever closes the gate is alone afterwards, whatever the threads that go in and out are doing.
#include "exit_gate.h"

#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "check.h"

namespace {

using echodc::cpu::ExitGate;

constexpr int kThreads = 4;

// Threads that go in and out for ever; left to themselves, as the end of a process leaves them.
void goInAndOut(ExitGate& gate, std::atomic<int>& inside, std::atomic<int64_t>& passes) {
  for (int thread = 0; thread < kThreads; ++thread)
    std::thread([&] {
      for (;;) {
        const ExitGate::Pass pass(gate);
        ++inside;
        if (++passes % 97 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --inside;
      }
    }).detach();
}

void nobodyIsInsideAfterClosing() {
  // never freed: the threads outlive this function
  auto* gate = new ExitGate;
  auto* inside = new std::atomic<int>(0);
  auto* passes = new std::atomic<int64_t>(0);
  goInAndOut(*gate, *inside, *passes);
  while (*passes < 10'000) std::this_thread::yield();
  gate->close();
  const int64_t before = *passes;
  check::isTrue("nobody is inside", *inside == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  check::isTrue("nobody comes in", *passes == before && *inside == 0);
  gate->close();  // once more does no harm
}

void anExceptionLeavesTheGateToo() {
  ExitGate gate;
  try {
    const ExitGate::Pass pass(gate);
    throw std::runtime_error("an operation failed");
  } catch (const std::runtime_error&) {
  }
  gate.close();  // would wait for ever
}

}  // namespace

int main() {
  alarm(60);  // a gate that does not keep its word makes close() wait for ever
  for (int i = 0; i < 20; ++i) nobodyIsInsideAfterClosing();
  anExceptionLeavesTheGateToo();
  return check::report();
}
