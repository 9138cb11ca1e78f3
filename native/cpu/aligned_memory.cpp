#include "aligned_memory.h"

#include <sys/mman.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>

#include "rounding.h"

namespace echodc::cpu {

namespace {

constexpr size_t kCacheLine = 64;
constexpr size_t kHugePage = size_t{2} << 20;

// What the system can still give without swapping. Linux promises more than it has and kills the
// process later, so a request is held against this number first.
size_t availableBytes() {
  std::ifstream meminfo("/proc/meminfo");
  std::string field;
  size_t kibibytes = 0;
  while (meminfo >> field) {
    if (field == "MemAvailable:" && meminfo >> kibibytes) return kibibytes * 1024;
  }
  return std::numeric_limits<size_t>::max();
}

std::string mebibytes(size_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

}  // namespace

void* allocateAligned(size_t bytes, size_t hugeFrom) {
  const bool huge = bytes >= hugeFrom;
  const size_t alignment = huge ? kHugePage : kCacheLine;
  const size_t rounded = roundUp(bytes, alignment);
  void* memory = std::aligned_alloc(alignment, rounded);
  if (memory != nullptr && huge) madvise(memory, rounded, MADV_HUGEPAGE);
  return memory;
}

void* allocateTensor(size_t bytes) {
  const bool huge = bytes >= kHugePage;
  const size_t needed = huge ? roundUp(bytes, kHugePage) : bytes;
  const size_t available = huge ? availableBytes() : needed;
  void* memory = needed > available ? nullptr : allocateAligned(bytes, kHugePage);
  if (memory == nullptr) {
    throw std::runtime_error("out of memory: a tensor of " + mebibytes(bytes) +
                             " was asked for, the system has " + mebibytes(available) +
                             " left; a smaller real batch, width or number of images needs less");
  }
  return memory;
}

void freeTensor(void* memory) { std::free(memory); }

}  // namespace echodc::cpu
