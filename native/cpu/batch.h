// How work on a batch is cut so that sums over images do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <functional>
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

// Calls body(first, count, thread) for consecutive images, atOnce of them or what is left, spread
// over the threads.
void forImages(Context&, int images, int atOnce,
               const std::function<void(int first, int count, int thread)>& body);

// dst[j] = sum over i of src[i, j], in the order of i; src: [rows, columns].
void sumRows(Context&, int64_t rows, int64_t columns, const float* src, float* dst);

// For each thread, memory for `count` values under this name; valid until the name's next use.
template <typename T>
std::vector<T*> localValues(Context& context, const char* name, int64_t count) {
  std::vector<T*> buffers(context.threads());
  for (int thread = 0; thread < context.threads(); ++thread)
    buffers[thread] = context.local(name, thread).get<T>(count);
  return buffers;
}

inline std::vector<float*> localFloats(Context& context, const char* name, int64_t count) {
  return localValues<float>(context, name, count);
}

}  // namespace echodc::cpu
