// Keeps operations and the end of the process apart. exit() destroys what oneDNN keeps in static
// variables, its generated code among it, and does not ask whether a thread is running it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace echodc::cpu {

// Operations pass while it is open; once closed, it stays so. Costs two atomic additions a pass.
// Destroying it does nothing, so that one in static storage holds until the process has ended.
class ExitGate {
 public:
  // Being inside, for as long as this lives. Must not be nested: close() in between would wait for
  // the outer one, which waits for ever.
  class Pass {
   public:
    // Waits for ever if the gate has been closed: the process ends meanwhile.
    explicit Pass(ExitGate& gate) : gate_(gate) {
      // Counted first, asked afterwards: either close() sees this pass or this sees it closed.
      gate_.inside_.fetch_add(1);
      if (!gate_.closed_.load()) return;
      gate_.inside_.fetch_sub(1);
      for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
    }
    ~Pass() { gate_.inside_.fetch_sub(1); }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    ExitGate& gate_;
  };

  // Lets nobody in any more, and returns when all that were inside have left.
  void close() {
    closed_.store(true);
    while (inside_.load() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  std::atomic<int64_t> inside_{0};
  std::atomic<bool> closed_{false};
};

}  // namespace echodc::cpu
