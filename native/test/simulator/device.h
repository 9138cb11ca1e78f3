// A few lines around the driver API for tests of kernels: memory that lives as long as the test,
// and launches with checked results, every one repeated in other orders of threads.
#pragma once

#include <string>
#include <vector>

#include "check.h"
#include "driver_functions.h"
#include "simulator.h"

class Device {
 public:
  Device() {
    void* context;
    cuDevicePrimaryCtxRetain(&context, 0);
    echodc::simulator::simulator().checkOrders = true;
  }

  ~Device() {
    for (const uint64_t address : addresses_) cuMemFree_v2(address);
    echodc::simulator::simulator().checkOrders = false;
  }

  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  template <typename T>
  uint64_t upload(const std::vector<T>& values) {
    const uint64_t address = allocate<T>(values.size());
    cuMemcpyHtoD_v2(address, values.data(), values.size() * sizeof(T));
    return address;
  }

  // Filled with NaN.
  template <typename T = float>
  uint64_t allocate(size_t count) {
    uint64_t address = 0;
    check::isTrue("allocated", cuMemAlloc_v2(&address, count * sizeof(T)) == 0);
    addresses_.push_back(address);
    return address;
  }

  template <typename T = float>
  std::vector<T> download(uint64_t address, size_t count) {
    std::vector<T> values(count);
    cuMemcpyDtoH_v2(values.data(), address, count * sizeof(T));
    return values;
  }

  struct Grid {
    unsigned x, y = 1, z = 1;
  };

  template <typename... Arguments>
  void launch(const char* kernel, Grid grid, unsigned threads, unsigned sharedBytes,
              Arguments... arguments) {
    const bool ran = runs(kernel, grid, threads, sharedBytes, arguments...);
    check::isTrue(echodc::simulator::simulator().lastError + ", running " + kernel, ran);
  }

  // Whether a launch succeeds. After one that does not, only a new Device does.
  template <typename... Arguments>
  bool runs(const char* kernel, Grid grid, unsigned threads, unsigned sharedBytes,
            Arguments... arguments) {
    void* function = nullptr;
    cuModuleGetFunction(&function, nullptr, kernel);
    constexpr int kMaxDynamicShared = 8;  // of CUfunction_attribute
    if (function != nullptr)
      cuFuncSetAttribute(function, kMaxDynamicShared, static_cast<int>(sharedBytes));
    void* addresses[] = {&arguments...};
    return function != nullptr && cuLaunchKernel(function, grid.x, grid.y, grid.z, threads, 1, 1,
                                                 sharedBytes, nullptr, addresses, nullptr) == 0;
  }

 private:
  std::vector<uint64_t> addresses_;
};
