// Device memory of the simulated driver: each allocation its own block of the host's memory, filled
// with NaN, between guards that are looked at after every launch.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace echodc::simulator {

class DeviceMemory {
 public:
  static constexpr size_t kUsualTotal = size_t{8} << 30;

  // 0 if there is not enough.
  uint64_t allocate(size_t bytes);
  // False if the address is not that of an allocation.
  bool free(uint64_t address);

  // Whether [address, address + bytes) lies in one allocation.
  bool contains(uint64_t address, size_t bytes) const;

  // Which allocation was written beyond its end or before its beginning; empty if none was.
  std::string brokenGuard() const;

  // Copies of all contents, in the order of addresses.
  using Snapshot = std::vector<std::vector<unsigned char>>;
  Snapshot snapshot() const;
  void restore(const Snapshot&);

  size_t liveBytes() const { return live_; }
  size_t peakBytes() const { return peak_; }
  size_t totalBytes() const { return total_; }
  void setTotalBytes(size_t bytes) { total_ = bytes; }

 private:
  std::map<uint64_t, size_t> sizes_;  // by address
  size_t live_ = 0, peak_ = 0;
  size_t total_ = kUsualTotal;
};

}  // namespace echodc::simulator
