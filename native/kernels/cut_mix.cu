// CutMix of a batch with a permutation of itself. See CutMix in Java.
//
//   src, dst [batch, height, width, channels]; labels, partners [batch]; weight [1]. A block makes
//   one image; each finds the box, which is the same for all, by itself.
#include "permutation.cuh"

namespace {

constexpr int kThreads = 256;

// Half-open ranges of rows and columns; empty where nothing is mixed.
struct Box {
  int rowBegin, rowEnd, columnBegin, columnEnd;

  __device__ inline bool has(int row, int column) const {
    return row >= rowBegin && row < rowEnd && column >= columnBegin && column < columnEnd;
  }

  __device__ inline int area() const { return (rowEnd - rowBegin) * (columnEnd - columnBegin); }
};

__device__ inline void drawRange(unsigned word, float cut, int side, int* begin, int* end) {
  const int center = wholeNumber(word, side);
  const int half = static_cast<int>(__fmul_rn(static_cast<float>(side), cut)) / 2;
  *begin = max(center - half, 0);
  *end = min(center + half, side);
}

__device__ inline Box drawBox(const RandomKey& key, float probability, int height, int width) {
  const PhiloxBlock words = key.block(0, 0);
  Box box = {0, 0, 0, 0};
  if (!(uniform(words.word[0]) < probability)) return box;
  // side of the box / side of the image
  const float cut = __fsqrt_rn(__fsub_rn(1, uniform(words.word[1])));
  drawRange(words.word[2], cut, height, &box.rowBegin, &box.rowEnd);
  drawRange(words.word[3], cut, width, &box.columnBegin, &box.columnEnd);
  return box;
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kThreads)
    cutMix(long long seed, int purpose, const int* __restrict__ step, int period, float probability,
           int batch, int height, int width, int channels, const float* __restrict__ src,
           const int* __restrict__ labels, float* __restrict__ dst, int* __restrict__ partners,
           float* __restrict__ weight) {
  const RandomKey key(seed, purpose, step, period);
  const Box box = drawBox(key, probability, height, width);
  const int image = static_cast<int>(blockIdx.x), rowElements = width * channels;
  const int from = static_cast<int>(
      Permutation(key, 1, static_cast<unsigned>(batch))(static_cast<unsigned>(image)));
  if (threadIdx.x == 0) {
    partners[image] = labels[from];
    if (image == 0)
      weight[0] = __fsub_rn(
          1, __fdiv_rn(static_cast<float>(box.area()), static_cast<float>(height * width)));
  }
  const int elements = height * rowElements;
  const float* own = src + static_cast<long long>(image) * elements;
  const float* partner = src + static_cast<long long>(from) * elements;
  float* to = dst + static_cast<long long>(image) * elements;
  for (int i = static_cast<int>(threadIdx.x); i < elements; i += kThreads) {
    const int row = i / rowElements, column = (i - row * rowElements) / channels;
    to[i] = box.has(row, column) ? partner[i] : own[i];
  }
}
