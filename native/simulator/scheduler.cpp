#include "scheduler.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <numeric>
#include <random>
#include <vector>

#include "fibre.h"
#include "order.h"

namespace echodc::simulator {

Index threadIndex, blockIndex, blockSize, gridSize;

namespace {

constexpr size_t kGuardBytes = 256;
constexpr unsigned char kGuard = 0xA5;

enum class State { ready, atBarrier, atExchange, done };

struct Copy {
  void* dst;
  const void* src;  // nullptr for zeros
  size_t bytes;
  unsigned group;
};

struct Thread {
  Fibre fibre;
  std::vector<Copy> copies;  // that have not arrived
  unsigned group;            // of the next copy
  State state;
  int line;       // where it waits
  unsigned turn;  // which of the two operands is the latest
};

struct Block {
  std::vector<Thread> threads{kMaxThreads};
  // Two operands a lane: one may be deposited while slower lanes still read the one before.
  std::unique_ptr<Operand[]> operands[2] = {std::make_unique<Operand[]>(kMaxThreads),
                                            std::make_unique<Operand[]>(kMaxThreads)};
  std::vector<unsigned char> shared;
  const std::function<void()>* kernel = nullptr;
  Thread* running = nullptr;
  char* stacks = nullptr;
  int misaligned;        // a thread that copied what is not aligned, -1 for none
  std::string rejected;  // what a thread that threw an exception says
  // Events for ThreadSanitizer.
  char begun, ended, passedBarrier, exchanged[kMaxThreads / kWarpSize];
};

Block block;

std::string where(unsigned thread) {
  return "block (" + std::to_string(blockIndex.x) + ", " + std::to_string(blockIndex.y) + ", " +
         std::to_string(blockIndex.z) + "), thread " + std::to_string(thread);
}

void threadMain() {
  Fibre::entered();
  happensAfter(&block.begun);
  try {
    (*block.kernel)();
  } catch (const std::exception& e) {  // a kernel's way to stop the grid; __trap() on a GPU
    if (block.rejected.empty()) block.rejected = where(threadIndex.x) + ": " + e.what();
  }
  happensBefore(&block.ended);
  block.running->state = State::done;
  block.running->fibre.finish();
}

void wait(State state, int line) {
  Thread& thread = *block.running;
  thread.state = state;
  thread.line = line;
  happensBefore(&block.ended);  // it may be left waiting for ever
  thread.fibre.suspend();
}

// Lets threads [begin, end) go on if all wait in `state` at one line. Returns whether they may.
bool release(State state, unsigned begin, unsigned end) {
  for (unsigned i = begin; i < end; ++i) {
    const Thread& thread = block.threads[i];
    if (thread.state != state || thread.line != block.threads[begin].line) return false;
  }
  for (unsigned i = begin; i < end; ++i) block.threads[i].state = State::ready;
  return true;
}

std::string stuck(unsigned threads) {
  std::string reason;
  for (const char* what : {"a barrier", "a warp intrinsic"}) {
    const State state = what[2] == 'b' ? State::atBarrier : State::atExchange;
    for (unsigned i = 0; i < threads && reason.empty(); ++i)
      if (block.threads[i].state == state)
        reason = where(i) + " waits at " + what + " in line " +
                 std::to_string(block.threads[i].line) + " that not all of its ";
    if (!reason.empty())
      return reason + (state == State::atBarrier ? "block" : "warp") + " reaches";
  }
  return reason;
}

std::string runBlock(unsigned threads, std::vector<unsigned>& order, Order kind,
                     std::minstd_rand& random) {
  for (unsigned i = 0; i < threads; ++i) {
    block.threads[i].state = State::ready;
    block.threads[i].turn = 0;
    block.threads[i].copies.clear();
    block.threads[i].group = 0;
    block.threads[i].fibre.prepare(block.stacks + i * Fibre::kStackBytes, threadMain);
  }
  block.misaligned = -1;
  block.rejected.clear();
  happensBefore(&block.begun);
  unsigned done = 0;
  while (done < threads) {
    if (kind == Order::shuffled) std::shuffle(order.begin(), order.end(), random);
    for (const unsigned i : order) {
      Thread& thread = block.threads[i];
      if (thread.state != State::ready) continue;
      block.running = &thread;
      threadIndex = {i, 0, 0};
      thread.fibre.resume();
      if (thread.state == State::done) ++done;
    }
    if (done == threads) break;
    bool released = release(State::atBarrier, 0, threads);
    for (unsigned warp = 0; warp < threads; warp += kWarpSize)
      released |= release(State::atExchange, warp, std::min(threads, warp + kWarpSize));
    if (!released) break;
  }
  happensAfter(&block.ended);
  if (!block.rejected.empty()) return block.rejected;
  if (done < threads) return stuck(threads);
  if (block.misaligned >= 0)
    return where(static_cast<unsigned>(block.misaligned)) +
           ": an asynchronous copy of 16 bytes is not aligned to them";
  return {};
}

bool sharedGuardIsIntact(size_t bytes) {
  return std::all_of(block.shared.begin() + static_cast<ptrdiff_t>(bytes), block.shared.end(),
                     [](unsigned char byte) { return byte == kGuard; });
}

}  // namespace

void* sharedMemory() { return block.shared.data(); }

void barrier(int line) {
  happensBefore(&block.passedBarrier);
  wait(State::atBarrier, line);
  happensAfter(&block.passedBarrier);
}

const Operand* exchange(const void* operand, size_t bytes, int line) {
  Thread& thread = *block.running;
  const unsigned turn = thread.turn++ % 2;
  const unsigned index = threadIndex.x;
  std::memcpy(block.operands[turn][index], operand, bytes);
  char* const event = &block.exchanged[index / kWarpSize];
  happensBefore(event);
  wait(State::atExchange, line);
  happensAfter(event);
  return &block.operands[turn][index / kWarpSize * kWarpSize];
}

void copyLater(void* dst, const void* src, size_t bytes) {
  const auto misaligned = [bytes](const void* address) {
    return reinterpret_cast<uintptr_t>(address) % bytes != 0;
  };
  if (misaligned(dst) || misaligned(src)) block.misaligned = static_cast<int>(threadIndex.x);
  block.running->copies.push_back({dst, src, bytes, block.running->group});
}

void waitForCopies() {
  commitCopies();
  waitForGroups(0);
}

void commitCopies() { ++block.running->group; }

void waitForGroups(unsigned pending) {
  std::vector<Copy>& copies = block.running->copies;
  const auto firstPending = std::find_if(copies.begin(), copies.end(), [pending](const Copy& copy) {
    return copy.group + pending >= block.running->group;
  });
  std::for_each(copies.begin(), firstPending, [](const Copy& copy) {
    if (copy.src != nullptr)
      std::memcpy(copy.dst, copy.src, copy.bytes);
    else
      std::memset(copy.dst, 0, copy.bytes);
  });
  copies.erase(copies.begin(), firstPending);
}

std::string runGrid(const std::function<void()>& kernel, Index grid, unsigned threads,
                    size_t sharedBytes, Order kind) {
  if (block.stacks == nullptr) {
    void* stacks = mmap(nullptr, kMaxThreads * Fibre::kStackBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stacks == MAP_FAILED) throw std::bad_alloc();
    block.stacks = static_cast<char*>(stacks);
  }
  block.kernel = &kernel;
  blockSize = {threads, 1, 1};
  gridSize = grid;
  std::minstd_rand random(1);
  std::vector<unsigned> order(threads);
  std::iota(order.begin(), order.end(), 0);
  if (kind == Order::descending) std::reverse(order.begin(), order.end());
  for (unsigned z = 0; z < grid.z; ++z)
    for (unsigned y = 0; y < grid.y; ++y)
      for (unsigned x = 0; x < grid.x; ++x) {
        blockIndex = {x, y, z};
        block.shared.assign(sharedBytes, 0xFF);
        block.shared.resize(sharedBytes + kGuardBytes, kGuard);
        const std::string failure = runBlock(threads, order, kind, random);
        if (!failure.empty()) return failure;
        if (!sharedGuardIsIntact(sharedBytes))
          return where(0) + ": the block wrote beyond its " + std::to_string(sharedBytes) +
                 " bytes of shared memory";
      }
  return {};
}

}  // namespace echodc::simulator
