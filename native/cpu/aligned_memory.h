// Memory of tensors and workspaces.
#pragma once

#include <cstddef>

namespace echodc::cpu {

// Memory that starts a cache line, to be freed by std::free, or null; from hugeFrom bytes on in
// whole huge pages. Those are contiguous in the caches too: small ones lie wherever there was room,
// and a buffer of half the second-level cache then evicts parts of itself.
void* allocateAligned(size_t bytes, size_t hugeFrom);

// Aligned memory with undefined contents; throws std::runtime_error that says how much was asked
// for and how much the system has left.
void* allocateTensor(size_t bytes);

void freeTensor(void* memory);

}  // namespace echodc::cpu
