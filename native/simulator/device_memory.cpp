#include "device_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace echodc::simulator {

namespace {

constexpr size_t kGuard = 256;  // bytes on both sides, and the alignment that cuMemAlloc promises
constexpr unsigned char kPoison = 0xFF;  // four of them are a NaN

unsigned char* bytesAt(uint64_t address) { return reinterpret_cast<unsigned char*>(address); }

// Differs from place to place, so that a guard copied onto another one is noticed.
unsigned char guardByte(const unsigned char* place) {
  return static_cast<unsigned char>(reinterpret_cast<uint64_t>(place) * 0x9E3779B97F4A7C15 >> 56);
}

void writeGuard(unsigned char* guard) {
  for (unsigned char* place = guard; place < guard + kGuard; ++place) *place = guardByte(place);
}

bool isIntact(const unsigned char* guard) {
  for (const unsigned char* place = guard; place < guard + kGuard; ++place)
    if (*place != guardByte(place)) return false;
  return true;
}

size_t roundedUp(size_t bytes) { return (bytes + kGuard - 1) / kGuard * kGuard; }

}  // namespace

uint64_t DeviceMemory::allocate(size_t bytes) {
  if (live_ > total_ || bytes > total_ - live_) return 0;
  auto* begin =
      static_cast<unsigned char*>(std::aligned_alloc(kGuard, kGuard + roundedUp(bytes) + kGuard));
  if (begin == nullptr) return 0;
  writeGuard(begin);
  std::memset(begin + kGuard, kPoison, bytes);
  writeGuard(begin + kGuard + bytes);
  const auto address = reinterpret_cast<uint64_t>(begin + kGuard);
  sizes_[address] = bytes;
  live_ += bytes;
  peak_ = std::max(peak_, live_);
  return address;
}

bool DeviceMemory::free(uint64_t address) {
  const auto found = sizes_.find(address);
  if (found == sizes_.end()) return false;
  live_ -= found->second;
  sizes_.erase(found);
  std::free(bytesAt(address) - kGuard);
  return true;
}

bool DeviceMemory::contains(uint64_t address, size_t bytes) const {
  auto after = sizes_.upper_bound(address);
  if (after == sizes_.begin()) return false;
  const auto& [begin, size] = *--after;
  return address - begin <= size && bytes <= size - (address - begin);
}

std::string DeviceMemory::brokenGuard() const {
  for (const auto& [address, size] : sizes_) {
    const bool before = !isIntact(bytesAt(address) - kGuard);
    if (before || !isIntact(bytesAt(address) + size))
      return "a kernel wrote " + std::string(before ? "before" : "beyond") + " an allocation of " +
             std::to_string(size) + " bytes";
  }
  return {};
}

DeviceMemory::Snapshot DeviceMemory::snapshot() const {
  Snapshot contents;
  for (const auto& [address, size] : sizes_)
    contents.emplace_back(bytesAt(address), bytesAt(address) + size);
  return contents;
}

void DeviceMemory::restore(const Snapshot& contents) {
  auto from = contents.begin();
  for (const auto& [address, size] : sizes_) {
    if (size > 0) std::memcpy(bytesAt(address), from->data(), size);
    ++from;
  }
}

}  // namespace echodc::simulator
