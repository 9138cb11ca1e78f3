#include "context.h"

#include <omp.h>

#include <cstdlib>
#include <new>

#include "memory.h"
#include "simd/dispatch.h"

namespace echodc::cpu {

namespace {

// From here on a workspace matters for the second-level cache, and is worth a page of 2 MiB.
constexpr size_t kHugeFrom = size_t{256} << 10;

}  // namespace

void* Workspace::reserve(size_t bytes) {
  if (bytes > bytes_) {
    memory_.reset();
    bytes_ = 0;
    memory_.reset(allocateAligned(bytes, kHugeFrom));
    if (!memory_) throw std::bad_alloc();
    bytes_ = bytes;
  }
  return memory_.get();
}

Context::Context(int threads)
    : threads_(threads), engine_(dnnl::engine::kind::cpu, 0), local_(threads) {
  isa();  // limits oneDNN before its first primitive
  for (int thread = 0; thread < threads; ++thread) streams_.emplace_back(engine_);
}

void Context::parallelFor(int64_t items, const std::function<void(int64_t, int)>& body) {
  std::exception_ptr failure;
  std::mutex failureLock;
#pragma omp parallel num_threads(threads_)
  {
    // oneDNN asks OpenMP how many threads it may use; inside a team of one it would take them all.
    omp_set_num_threads(1);
    const int thread = omp_get_thread_num();
#pragma omp for schedule(dynamic)
    for (int64_t item = 0; item < items; ++item) {
      try {
        body(item, thread);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(failureLock);
        if (!failure) failure = std::current_exception();
      }
    }
  }
  if (failure) std::rethrow_exception(failure);
}

size_t Context::workspaceBytes() const {
  size_t sum = 0;
  for (const auto& [name, workspace] : shared_) sum += workspace.bytes();
  for (const auto& thread : local_)
    for (const auto& [name, workspace] : thread) sum += workspace.bytes();
  return sum;
}

void Context::planForOneThread(const std::function<void()>& action) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(1);
  try {
    action();
  } catch (...) {
    omp_set_num_threads(before);
    throw;
  }
  omp_set_num_threads(before);
}

}  // namespace echodc::cpu
