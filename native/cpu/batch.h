// How work on a batch is cut so that sums over images do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "context.h"

namespace echodc::cpu {

// Consecutive images whose weight gradients one thread adds up in order; the groups' sums are then
// added by sumRows. Their number is bounded because each needs memory for a whole gradient.
struct ImageGroups {
  explicit ImageGroups(int batch);

  int batch, size, count;

  int begin(int64_t group) const { return static_cast<int>(group) * size; }
  int end(int64_t group) const;
};

// dst[j] = sum over i of src[i, j], in the order of i; src: [rows, columns].
void sumRows(Context&, int64_t rows, int64_t columns, const float* src, float* dst);

// For each thread, memory for `count` floats under this name; valid until the name's next use.
std::vector<float*> localFloats(Context&, const char* name, int64_t count);

}  // namespace echodc::cpu
