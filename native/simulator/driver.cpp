// The functions of the CUDA driver API that org.echodc.device.cuda calls through JCuda. Work is
// done when a function returns, so streams and events have nothing to wait for.
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "simulator.h"

using namespace echodc::simulator;

namespace {

constexpr int kComputeMajor = 75, kComputeMinor = 76, kMultiprocessors = 16, kSharedOptIn = 97;
constexpr int kMaxDynamicShared = 8;  // of CUfunction_attribute
constexpr size_t kSharedWithoutAsking = 48 * 1024;

struct Function {
  std::string name;
  size_t sharedAllowed = kSharedWithoutAsking;
};

struct Event {
  std::chrono::steady_clock::time_point time;
  bool asked = false;  // whether it was reached
};

using Graph = std::vector<Node>;

int handle;  // what contexts, modules and streams point to: there is one of each

Result synchronize() {
  Simulator& driver = simulator();
  if (driver.capturing) return driver.fail(kCaptureUnsupported, "waiting during a capture");
  ++driver.counters.synchronizations;
  return driver.sticky;
}

Result copy(uint64_t device, size_t bytes, const Node& node, bool asynchronous) {
  Simulator& driver = simulator();
  if (!driver.memory.contains(device, bytes))
    return driver.fail(kInvalidValue, "a copy of " + std::to_string(bytes) +
                                          " bytes does not lie in device memory");
  if (driver.capturing && !asynchronous)
    return driver.fail(kCaptureUnsupported, "a copy that waits during a capture");
  ++driver.counters.hostCopies;
  return driver.sticky != kSuccess ? driver.sticky : driver.issue(node);
}

Result copyIn(uint64_t dst, const void* src, size_t bytes, bool asynchronous) {
  const auto node = [=] {
    std::memcpy(reinterpret_cast<void*>(dst), src, bytes);
    return kSuccess;
  };
  return copy(dst, bytes, node, asynchronous);
}

Result copyOut(void* dst, uint64_t src, size_t bytes, bool asynchronous) {
  const auto node = [=] {
    std::memcpy(dst, reinterpret_cast<const void*>(src), bytes);
    return kSuccess;
  };
  return copy(src, bytes, node, asynchronous);
}

}  // namespace

#define ECHODC_API extern "C" __attribute__((visibility("default"))) int

ECHODC_API cuInit(unsigned) { return kSuccess; }

ECHODC_API cuDriverGetVersion(int* version) {
  *version = 12060;
  return kSuccess;
}

ECHODC_API cuDeviceGetCount(int* count) {
  *count = 1;
  return kSuccess;
}

ECHODC_API cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return ordinal == 0 ? kSuccess : kInvalidValue;
}

ECHODC_API cuDeviceGetName(char* name, int length, int) {
  std::strncpy(name, "simulated GPU", static_cast<size_t>(length));
  return kSuccess;
}

ECHODC_API cuDeviceGetAttribute(int* value, int attribute, int) {
  switch (attribute) {
    case kComputeMajor:
      *value = simulator().computeMajor;
      return kSuccess;
    case kComputeMinor:
      *value = 6;
      return kSuccess;
    case kMultiprocessors:
      *value = 82;
      return kSuccess;
    case kSharedOptIn:
      *value = static_cast<int>(simulator().sharedLimit);
      return kSuccess;
    default:
      return simulator().fail(
          kInvalidValue, "device attribute " + std::to_string(attribute) + " is not simulated");
  }
}

ECHODC_API cuDevicePrimaryCtxRetain(void** context, int) {
  *context = &handle;
  simulator().sticky = kSuccess;
  return kSuccess;
}

ECHODC_API cuDevicePrimaryCtxRelease_v2(int) { return kSuccess; }

ECHODC_API cuCtxSetCurrent(void*) { return kSuccess; }

ECHODC_API cuCtxSynchronize() { return synchronize(); }

ECHODC_API cuMemGetInfo_v2(size_t* free, size_t* total) {
  const DeviceMemory& memory = simulator().memory;
  *total = memory.totalBytes();
  *free = *total - memory.liveBytes();
  return kSuccess;
}

ECHODC_API cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  Simulator& driver = simulator();
  if (driver.capturing) return driver.fail(kCaptureUnsupported, "allocating during a capture");
  if (bytes == 0) return driver.fail(kInvalidValue, "allocating 0 bytes");
  *address = driver.memory.allocate(bytes);
  if (*address == 0) return driver.fail(kOutOfMemory, "");
  ++driver.counters.allocations;
  return kSuccess;
}

ECHODC_API cuMemFree_v2(uint64_t address) {
  Simulator& driver = simulator();
  ++driver.counters.frees;
  if (driver.memory.free(address)) return kSuccess;
  return driver.fail(kInvalidValue, "freeing what was not allocated");
}

ECHODC_API cuMemcpyHtoD_v2(uint64_t dst, const void* src, size_t bytes) {
  return copyIn(dst, src, bytes, false);
}

ECHODC_API cuMemcpyHtoDAsync_v2(uint64_t dst, const void* src, size_t bytes, void*) {
  return copyIn(dst, src, bytes, true);
}

ECHODC_API cuMemcpyDtoH_v2(void* dst, uint64_t src, size_t bytes) {
  return copyOut(dst, src, bytes, false);
}

ECHODC_API cuMemcpyDtoHAsync_v2(void* dst, uint64_t src, size_t bytes, void*) {
  return copyOut(dst, src, bytes, true);
}

ECHODC_API cuMemAllocHost_v2(void** address, size_t bytes) {
  Simulator& driver = simulator();
  if (driver.capturing) return driver.fail(kCaptureUnsupported, "allocating during a capture");
  *address = std::malloc(bytes);
  if (*address == nullptr) return driver.fail(kOutOfMemory, "");
  ++driver.counters.allocations;
  return kSuccess;
}

ECHODC_API cuMemFreeHost(void* address) {
  ++simulator().counters.frees;
  std::free(address);
  return kSuccess;
}

ECHODC_API cuModuleLoadData(void** module, const void*) {
  *module = &handle;
  return kSuccess;
}

ECHODC_API cuModuleGetFunction(void** function, void*, const char* name) {
  const auto found = registry().find(name);
  if (found == registry().end())
    return simulator().fail(kNotFound, "no kernel " + std::string(name));
  // Functions live as long as the process, as those of a loaded module do.
  static std::vector<std::unique_ptr<Function>> functions;
  functions.push_back(std::make_unique<Function>());
  functions.back()->name = name;
  *function = functions.back().get();
  return kSuccess;
}

ECHODC_API cuFuncSetAttribute(void* function, int attribute, int value) {
  if (attribute != kMaxDynamicShared || value < 0 ||
      static_cast<size_t>(value) > simulator().sharedLimit)
    return simulator().fail(kInvalidValue, std::to_string(value) + " bytes of shared memory, " +
                                               std::to_string(simulator().sharedLimit) +
                                               " are possible");
  static_cast<Function*>(function)->sharedAllowed = static_cast<size_t>(value);
  return kSuccess;
}

ECHODC_API cuLaunchKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned threads,
                          unsigned threadsY, unsigned threadsZ, unsigned sharedBytes, void*,
                          void** arguments, void**) {
  if (threadsY != 1 || threadsZ != 1)
    return simulator().fail(kInvalidValue, "blocks of one dimension are simulated");
  const auto* kernel = static_cast<const Function*>(function);
  return simulator().launch({kernel->name, {x, y, z}, threads, sharedBytes}, kernel->sharedAllowed,
                            arguments);
}

ECHODC_API cuStreamCreate(void** stream, unsigned) {
  *stream = &handle;
  return kSuccess;
}

ECHODC_API cuStreamDestroy_v2(void*) { return kSuccess; }

ECHODC_API cuStreamSynchronize(void*) { return synchronize(); }

ECHODC_API cuEventCreate(void** event, unsigned) {
  *event = new Event();
  return kSuccess;
}

ECHODC_API cuEventRecord(void* event, void*) {
  static_cast<Event*>(event)->time = std::chrono::steady_clock::now();
  return kSuccess;
}

// Says once that the event is not reached, as a GPU does that is still at work.
ECHODC_API cuEventQuery(void* event) {
  bool& asked = static_cast<Event*>(event)->asked;
  if (simulator().sticky != kSuccess || asked) return simulator().sticky;
  asked = true;
  return kNotReady;
}

ECHODC_API cuEventSynchronize(void*) { return synchronize(); }

ECHODC_API cuEventElapsedTime(float* milliseconds, void* begin, void* end) {
  const std::chrono::duration<float, std::milli> elapsed =
      static_cast<Event*>(end)->time - static_cast<Event*>(begin)->time;
  *milliseconds = elapsed.count();
  return kSuccess;
}

ECHODC_API cuEventDestroy_v2(void* event) {
  delete static_cast<Event*>(event);
  return kSuccess;
}

ECHODC_API cuStreamBeginCapture_v2(void*, int) {
  Simulator& driver = simulator();
  if (driver.capturing) return driver.fail(kCaptureInvalidated, "a capture is on already");
  driver.capturing = true;
  driver.captured.clear();
  return kSuccess;
}

ECHODC_API cuStreamEndCapture(void*, void** graph) {
  Simulator& driver = simulator();
  if (!driver.capturing) return driver.fail(kCaptureInvalidated, "no capture is on");
  driver.capturing = false;
  *graph = new Graph(std::move(driver.captured));
  return kSuccess;
}

ECHODC_API cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  *executable = new Graph(*static_cast<Graph*>(graph));
  return kSuccess;
}

ECHODC_API cuGraphLaunch(void* executable, void*) {
  ++simulator().counters.graphLaunches;
  for (const Node& node : *static_cast<Graph*>(executable)) {
    const Result result = node();
    if (result != kSuccess) return result;
  }
  return kSuccess;
}

ECHODC_API cuGraphExecDestroy(void* executable) {
  delete static_cast<Graph*>(executable);
  return kSuccess;
}

ECHODC_API cuGraphDestroy(void* graph) {
  delete static_cast<Graph*>(graph);
  return kSuccess;
}
