#include "context.h"

#include <algorithm>
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

Context::Context(int threads, Precision precision)
    : threads_(threads),
      precision_(precision),
      engine_(dnnl::engine::kind::cpu, 0),
      local_(threads),
      pool_(threads) {
  isa();  // limits oneDNN before its first primitive
  for (int thread = 0; thread < threads; ++thread) streams_.emplace_back(engine_);
}

void Context::parallelForPieces(int64_t elements,
                                const std::function<void(int64_t begin, int64_t count)>& body) {
  constexpr int64_t kPiece = 1 << 15;
  parallelFor((elements + kPiece - 1) / kPiece, [&](int64_t piece, int) {
    const int64_t begin = piece * kPiece;
    body(begin, std::min(kPiece, elements - begin));
  });
}

size_t Context::workspaceBytes() const {
  size_t sum = 0;
  for (const auto& [name, workspace] : shared_) sum += workspace.bytes();
  for (const auto& thread : local_)
    for (const auto& [name, workspace] : thread) sum += workspace.bytes();
  return sum;
}

}  // namespace echodc::cpu
