// CutMix of a batch with a permutation of itself. See CutMix in Java.
//
//   src, dst [batch, height, width, channels]; labels, partners [batch]; weight [1]. A block makes
//   one image; each finds the box, which is the same for all, by itself.
#include "random_key.cuh"
#include "shared/cut_mix_box.h"
#include "shared/permutation.h"

constexpr int kThreads = 256;

extern "C" __global__ void __launch_bounds__(kThreads)
    cutMix(long long seed, int purpose, const int* __restrict__ step, int period, float probability,
           int batch, int height, int width, int channels, const float* __restrict__ src,
           const int* __restrict__ labels, float* __restrict__ dst, int* __restrict__ partners,
           float* __restrict__ weight) {
  const echodc::RandomKey key = currentKey(seed, purpose, step, period);
  const echodc::CutMixBox box = echodc::drawCutMixBox(key, probability, height, width);
  const int image = static_cast<int>(blockIdx.x), rowElements = width * channels;
  const int from = static_cast<int>(
      echodc::Permutation(key, 1, static_cast<unsigned>(batch))(static_cast<unsigned>(image)));
  if (threadIdx.x == 0) {
    partners[image] = labels[from];
    if (image == 0) weight[0] = box.weight(height, width);
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
