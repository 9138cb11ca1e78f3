#include "simulator.h"

#include <cstring>
#include <utility>

namespace echodc::simulator {

namespace {

constexpr unsigned kMostBlocksX = 0x7fffffff, kMostBlocksYZ = 65535;

std::string described(const Launch& launch) {
  return "kernel " + launch.name + " (" + std::to_string(launch.grid.x) + " x " +
         std::to_string(launch.grid.y) + " x " + std::to_string(launch.grid.z) + " blocks of " +
         std::to_string(launch.threads) + " threads)";
}

// What a driver would refuse; empty if nothing.
std::string refusal(const Launch& launch, const KernelEntry& kernel, size_t sharedAllowed) {
  const Index& grid = launch.grid;
  if (grid.x == 0 || grid.y == 0 || grid.z == 0 || launch.threads == 0) return "an extent is 0";
  if (grid.x > kMostBlocksX || grid.y > kMostBlocksYZ || grid.z > kMostBlocksYZ)
    return "the grid is too large";
  if (launch.threads > kMaxThreads || launch.threads > kernel.maxThreads)
    return "at most " + std::to_string(std::min(kMaxThreads, kernel.maxThreads)) +
           " threads are possible";
  if (launch.sharedBytes > sharedAllowed)
    return std::to_string(launch.sharedBytes) + " bytes of shared memory, " +
           std::to_string(sharedAllowed) + " are allowed";
  return {};
}

}  // namespace

FragmentFault fragmentFault = FragmentFault::none;

Simulator& simulator() {
  static Simulator instance;
  return instance;
}

Result Simulator::fail(Result code, const std::string& why) {
  lastError = why;
  return code;
}

Result Simulator::issue(Node node) {
  if (!capturing) return node();
  captured.push_back(std::move(node));
  return kSuccess;
}

Result Simulator::launch(const Launch& launch, size_t sharedAllowed, void** arguments) {
  const KernelEntry& kernel = registry().at(launch.name);
  const std::string refused = refusal(launch, kernel, sharedAllowed);
  if (!refused.empty()) return fail(kInvalidValue, described(launch) + ": " + refused);
  std::vector<std::vector<char>> values;
  for (size_t i = 0; i < kernel.parameters.size(); ++i) {
    const char* value = static_cast<const char*>(arguments[i]);
    values.emplace_back(value, value + kernel.parameters[i].bytes);
  }
  if (!capturing) ++counters.launches;
  return issue([this, launch, &kernel, values] { return execute(launch, kernel, values); });
}

Result Simulator::call(const LibraryCall& call) {
  const auto refusal = [this, call]() -> std::string {
    for (const Range& range : call.memory)
      if (!memory.contains(reinterpret_cast<uint64_t>(range.address), range.bytes))
        return call.name + ": the " + std::to_string(range.bytes) + " bytes of " + range.name +
               " do not lie in device memory";
    return {};
  };
  const std::string refused = refusal();
  if (!refused.empty()) return fail(kInvalidValue, refused);
  return issue([this, call, refusal] {
    if (sticky != kSuccess) return sticky;
    const std::string freed = refusal();
    if (!freed.empty()) return fail(sticky = kIllegalAddress, freed);
    ++counters.libraryCalls;
    counters.tensorCoreCalls += call.tensorCores ? 1 : 0;
    if (executing) call.work();
    return kSuccess;
  });
}

Result Simulator::execute(const Launch& launch, const KernelEntry& kernel,
                          const std::vector<std::vector<char>>& values) {
  if (sticky != kSuccess) return sticky;
  std::vector<void*> addresses;
  for (size_t i = 0; i < values.size(); ++i) {
    uint64_t pointer = 0;
    if (kernel.parameters[i].pointer) std::memcpy(&pointer, values[i].data(), sizeof pointer);
    if (pointer != 0 && !memory.contains(pointer, 1))
      return fail(sticky = kIllegalAddress, described(launch) + ": argument " + std::to_string(i) +
                                                " does not point into device memory");
    addresses.push_back(const_cast<char*>(values[i].data()));
  }
  ++counters.kernels;
  if (!executing) return kSuccess;
  const auto runIn = [&](Order order) {
    const std::string failure = runGrid([&] { kernel.call(addresses.data()); }, launch.grid,
                                        launch.threads, launch.sharedBytes, order);
    return failure.empty() ? memory.brokenGuard() : failure;
  };
  fragmentFault = launch.name == faultyKernel ? fault : FragmentFault::none;
  const Order first = static_cast<Order>(nextOrder++ % 3);
  const DeviceMemory::Snapshot before = checkOrders ? memory.snapshot() : DeviceMemory::Snapshot();
  std::string failure = runIn(first);
  if (checkOrders && failure.empty()) {
    const DeviceMemory::Snapshot expected = memory.snapshot();
    for (const Order order : {Order::ascending, Order::descending, Order::shuffled}) {
      if (order == first) continue;
      memory.restore(before);
      failure = runIn(order);
      if (failure.empty() && memory.snapshot() != expected)
        failure = "the results depend on the order of threads: a barrier is missing";
      if (!failure.empty()) break;
    }
  }
  if (failure.empty()) return kSuccess;
  return fail(sticky = kLaunchFailed, described(launch) + ": " + failure);
}

}  // namespace echodc::simulator
