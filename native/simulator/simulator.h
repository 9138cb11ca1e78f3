// The state of the simulated driver, and what its entry points (driver.cpp, simulator_jni.cpp) do
// with it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "device_memory.h"
#include "registry.h"
#include "scheduler.h"

namespace echodc::simulator {

// Those of CUresult that are given.
enum Result {
  kSuccess = 0,
  kInvalidValue = 1,
  kOutOfMemory = 2,
  kNotFound = 500,
  kNotReady = 600,
  kIllegalAddress = 700,
  kLaunchFailed = 719,
  kCaptureUnsupported = 900,
  kCaptureInvalidated = 901,
};

struct Counters {
  long long launches, kernels, graphLaunches, allocations, frees, hostCopies, synchronizations;
  long long libraryCalls, tensorCoreCalls, algorithmSearches;
};

struct Launch {
  std::string name;
  Index grid;
  unsigned threads;
  size_t sharedBytes;
};

using Node = std::function<Result()>;  // of a graph

struct Range {
  const char* name;
  const void* address;
  size_t bytes;
};

// Work that a library would launch kernels for.
struct LibraryCall {
  std::string name;
  std::vector<Range> memory;  // all that it reads and writes on the device
  bool tensorCores;           // whether it may round to TF32
  std::function<void()> work;
};

struct Simulator {
  DeviceMemory memory;
  Counters counters{};
  std::string lastError;
  Result sticky = kSuccess;  // a failed kernel leaves the context unusable
  bool checkOrders = false;
  bool executing = true;  // otherwise kernels are checked and counted, not run
  bool capturing = false;
  std::vector<Node> captured;
  int nextOrder = 0;
  int computeMajor = 8;
  std::string faultyKernel;  // whose tensor core operands are swapped
  FragmentFault fault = FragmentFault::none;
  size_t sharedLimit = 101376;  // 99 KB, what a block of the smallest architecture can opt in to

  // Notes what went wrong and passes the code on.
  Result fail(Result code, const std::string& why);

  // Checks a launch as a driver would and runs it, or records it during a capture.
  Result launch(const Launch&, size_t sharedAllowed, void** arguments);

  // Checks the memory of a library's work, and runs or records it.
  Result call(const LibraryCall&);

  // Runs now, or records while a capture is on.
  Result issue(Node);

 private:
  Result execute(const Launch&, const KernelEntry&, const std::vector<std::vector<char>>& values);
};

Simulator& simulator();

}  // namespace echodc::simulator
