// Runs the threads of a block as fibres on one thread of the host.
#pragma once

#include <functional>
#include <string>

#include "cuda_on_host.h"

namespace echodc::simulator {

constexpr unsigned kMaxThreads = 1024;

// In which order the threads run from one barrier to the next: a kernel that needs a barrier and
// lacks it gives different results.
enum class Order { ascending, descending, shuffled };

// Runs all blocks of a grid one after the other. Returns what went wrong, empty if nothing did:
// barriers or warp intrinsics that not all threads reach, writes beyond the shared memory, an
// exception, with which a kernel rejects an argument. Shared memory is filled with NaN before each
// block.
std::string runGrid(const std::function<void()>& kernel, Index grid, unsigned threads,
                    size_t sharedBytes, Order order);

}  // namespace echodc::simulator
