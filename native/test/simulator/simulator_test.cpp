// The simulated driver does what a GPU does, and catches the mistakes that it is there to catch.
#include "simulator.h"

#include <cmath>
#include <string>
#include <vector>

#include "check.h"
#include "driver_functions.h"

using echodc::simulator::simulator;

namespace {

constexpr unsigned kThreads = 64;

// A driver in a fresh context, 128 numbers to read and as many to write.
struct Bench {
  Bench() {
    void* context;
    cuDevicePrimaryCtxRetain(&context, 0);
    simulator().counters = {};
    simulator().lastError.clear();
    values.resize(2 * kThreads);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) + 0.5f;
    cuMemAlloc_v2(&src, bytes());
    cuMemAlloc_v2(&dst, bytes());
    cuMemcpyHtoD_v2(src, values.data(), bytes());
  }

  ~Bench() {
    cuMemFree_v2(src);
    cuMemFree_v2(dst);
  }

  size_t bytes() const { return values.size() * sizeof(float); }

  int launch(const char* kernel, unsigned blocks = 1, unsigned threads = kThreads) {
    void* function = nullptr;
    check::isTrue(std::string("found ") + kernel,
                  cuModuleGetFunction(&function, nullptr, kernel) == 0);
    void* arguments[] = {&src, &dst};
    return cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, kThreads * sizeof(float), nullptr,
                          arguments, nullptr);
  }

  std::vector<float> result() {
    std::vector<float> read(values.size());
    cuMemcpyDtoH_v2(read.data(), dst, bytes());
    return read;
  }

  std::vector<float> values;
  uint64_t src = 0, dst = 0;
};

void refuses(const std::string& what, int code, const std::string& message) {
  check::isTrue(what + " is refused", code != 0);
  check::isTrue(what + ": \"" + simulator().lastError + "\" says \"" + message + "\"",
                simulator().lastError.find(message) != std::string::npos);
}

void runsWhatIsRight() {
  Bench bench;
  simulator().checkOrders = true;
  check::isTrue("reverse runs", bench.launch("reverse_right", 2) == 0);
  std::vector<float> expected;
  for (unsigned block = 0; block < 2; ++block)
    for (unsigned i = 0; i < kThreads; ++i)
      expected.push_back(bench.values[block * kThreads + kThreads - 1 - i]);
  check::close("reversed", bench.result(), expected, 0, 0);

  check::isTrue("sum runs", bench.launch("sum_of_warps") == 0);
  float sum = 0;
  for (unsigned i = 0; i < kThreads; ++i) sum += bench.values[i];
  std::vector<float> sums = bench.result();
  sums.resize(kThreads);
  check::close("sums", sums, std::vector<float>(kThreads, sum), 0, 0);
  simulator().checkOrders = false;
}

void catchesMissingBarriers() {
  Bench bench;
  simulator().checkOrders = true;
  refuses("a missing barrier", bench.launch("reverse_without_barrier"), "a barrier is missing");
  simulator().checkOrders = false;
  refuses("the context after it", bench.launch("reverse_right"), "a barrier is missing");
}

void catchesBarriersThatNotAllReach() {
  refuses("a diverging barrier", Bench().launch("reverse_diverging"),
          "waits at a barrier in line 35 that not all of its block reaches");
  refuses("a diverging warp", Bench().launch("sum_of_half_a_warp"),
          "waits at a warp intrinsic in line 14 that not all of its warp reaches");
}

[[maybe_unused]] void failsWhereAKernelRejects() {
  Bench bench;
  refuses("a rejected argument", bench.launch("reject_in_one_thread"), "thread 5: this argument");
  refuses("the context after it", bench.launch("reverse_right"), "thread 5: this argument");
}

void catchesWritesOutOfBounds() {
  refuses("a write beyond shared memory", Bench().launch("reverse_beyond_shared"),
          "beyond its 256 bytes of shared memory");
  Bench bench;
  uint64_t small = 0;
  cuMemAlloc_v2(&small, kThreads * sizeof(float));
  std::swap(small, bench.dst);
  refuses("a write beyond an allocation", bench.launch("copy_one_too_far"),
          "wrote beyond an allocation of 256 bytes");
  std::swap(small, bench.dst);
  cuMemFree_v2(small);
}

void catchesMisalignedCopies() {
  refuses("a misaligned copy", Bench().launch("copy_misaligned", 1, 8),
          "an asynchronous copy of 16 bytes is not aligned to them");
}

void showsWhatWasNotWritten() {
  Bench bench;
  check::isTrue("runs", bench.launch("copy_but_the_last") == 0);
  check::isTrue("the unwritten element is NaN", std::isnan(bench.result()[kThreads - 1]));
  check::isTrue("the others are not", bench.result()[kThreads - 2] == bench.values[kThreads - 2]);
}

void catchesWrongGrids() {
  refuses("a block over the launch bounds", Bench().launch("reverse_right", 1, 2 * kThreads),
          "at most 64 threads are possible");
  refuses("an empty grid", Bench().launch("reverse_right", 0), "an extent is 0");
  refuses("too many blocks", Bench().launch("reverse_right", 3), "wrote beyond an allocation");
  Bench bench;
  check::isTrue("runs", bench.launch("reverse_right", 1) == 0);
  check::isTrue("too few blocks leave NaN", std::isnan(bench.result()[kThreads]));
}

void refusesWhatADriverRefuses() {
  Bench bench;
  void* function = nullptr;
  check::isTrue("unknown kernel", cuModuleGetFunction(&function, nullptr, "no_such_kernel") == 500);
  cuModuleGetFunction(&function, nullptr, "reverse_right");
  void* arguments[] = {&bench.src, &bench.dst};
  const auto launchWith = [&](unsigned shared) {
    return cuLaunchKernel(function, 1, 1, 1, kThreads, 1, 1, shared, nullptr, arguments, nullptr);
  };
  refuses("shared memory that was not asked for", launchWith(50000), "49152 are allowed");
  check::isTrue("asking", cuFuncSetAttribute(function, 8, 50000) == 0);
  check::isTrue("shared memory that was", launchWith(50000) == 0);
  refuses("more than there is", cuFuncSetAttribute(function, 8, 200000), "101376 are possible");
  refuses("a copy beyond an allocation",
          cuMemcpyHtoD_v2(bench.dst + 4, bench.values.data(), bench.bytes()),
          "does not lie in device memory");
  refuses("freeing twice", cuMemFree_v2(bench.dst + 4), "freeing what was not allocated");
  uint64_t huge = 0;
  check::isTrue("out of memory", cuMemAlloc_v2(&huge, size_t{1} << 50) == 2);
  uint64_t host = reinterpret_cast<uint64_t>(bench.values.data());
  std::swap(host, bench.src);
  refuses("a pointer of the host", bench.launch("reverse_right"),
          "argument 0 does not point into device memory");
  std::swap(host, bench.src);
}

void capturesAndReplays() {
  Bench bench;
  void *graph = nullptr, *executable = nullptr;
  cuStreamBeginCapture_v2(nullptr, 0);
  check::isTrue("captured", bench.launch("reverse_right", 2) == 0);
  refuses("waiting in a capture", cuStreamSynchronize(nullptr), "waiting during a capture");
  uint64_t address = 0;
  refuses("allocating in a capture", cuMemAlloc_v2(&address, 4), "allocating during a capture");
  cuStreamEndCapture(nullptr, &graph);
  check::isTrue("nothing ran yet", std::isnan(bench.result()[0]));
  check::isTrue("instantiated", cuGraphInstantiateWithFlags(&executable, graph, 0) == 0);
  cuGraphDestroy(graph);

  simulator().counters = {};
  check::isTrue("first replay", cuGraphLaunch(executable, nullptr) == 0);
  check::isTrue("it ran", bench.result()[0] == bench.values[kThreads - 1]);
  bench.values[kThreads - 1] = -7;
  cuMemcpyHtoD_v2(bench.src, bench.values.data(), bench.bytes());
  check::isTrue("second replay", cuGraphLaunch(executable, nullptr) == 0);
  check::isTrue("it read anew", bench.result()[0] == -7);
  const auto& counters = simulator().counters;
  check::isTrue("two graph launches", counters.graphLaunches == 2);
  check::isTrue("two kernels", counters.kernels == 2);
  check::isTrue("no single launch", counters.launches == 0);
  check::isTrue("three copies", counters.hostCopies == 3);
  cuGraphExecDestroy(executable);
}

void countsMemory() {
  const size_t before = simulator().memory.liveBytes();
  {
    Bench bench;
    check::isTrue("two allocations", simulator().counters.allocations == 2);
    check::isTrue("live", simulator().memory.liveBytes() == before + 2 * bench.bytes());
  }
  check::isTrue("two frees", simulator().counters.frees == 2);
  check::isTrue("all free", simulator().memory.liveBytes() == before);
}

}  // namespace

int main() {
  runsWhatIsRight();
  catchesMissingBarriers();
  catchesBarriersThatNotAllReach();
#ifndef __SANITIZE_ADDRESS__  // which cannot unwind the small stack of a fibre
  failsWhereAKernelRejects();
#endif
  catchesWritesOutOfBounds();
  catchesMisalignedCopies();
  showsWhatWasNotWritten();
  catchesWrongGrids();
  refusesWhatADriverRefuses();
  capturesAndReplays();
  countsMemory();
  return check::report();
}
