// Memory of tensors.
#pragma once

#include <cstddef>

namespace echodc::cpu {

// Aligned memory with undefined contents; throws std::runtime_error that says how much was asked
// for and how much the system has left.
void* allocateTensor(size_t bytes);

void freeTensor(void* memory);

}  // namespace echodc::cpu
