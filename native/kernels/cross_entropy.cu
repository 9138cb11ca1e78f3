// Softmax cross-entropy with mixed labels, mean over the batch, its gradient, and counting of
// correct rows. See SoftmaxCrossEntropy and CountCorrect in Java.
//
//   With p = softmax(z) and w the share of the own label:
//   loss = mean over rows of -(w log p[label] + (1 - w) log p[partner]),
//   gradient = (p - w [label] - (1 - w) [partner]) / batch
//
// A label outside the classes makes the loss NaN, and its row not correct.
//
// A warp takes a row. Rows' losses are added up by one block, in double precision: their number is
// small, and no order depends on which block is done first. A block may see rows of any number of
// classes.
#include "reduce.cuh"

namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / kWarp;

__device__ inline int ownLane() { return static_cast<int>(threadIdx.x) % kWarp; }
__device__ inline int ownWarp() { return static_cast<int>(threadIdx.x) / kWarp; }

// The largest over the warp, in every lane; NaN is passed over.
__device__ inline float warpLargest(float value) {
  for (int offset = kWarp / 2; offset > 0; offset /= 2)
    value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, offset));
  return value;
}

}  // namespace

// Blocks: x over groups of kWarps rows. rowLosses [batch], doubles.
extern "C" __global__ void __launch_bounds__(kThreads)
    softmaxCrossEntropy(int batch, int classes, const float* __restrict__ logits,
                        const int* __restrict__ labels, const int* __restrict__ partners,
                        const float* __restrict__ weight, double* __restrict__ rowLosses,
                        float* __restrict__ gradient) {
  const int row = static_cast<int>(blockIdx.x) * kWarps + ownWarp();
  if (row >= batch) return;  // a whole warp, and there is no barrier
  const float* z = logits + static_cast<long long>(row) * classes;
  float* g = gradient + static_cast<long long>(row) * classes;
  // The largest logit is subtracted, so that no exponential overflows; NaN is passed on by the sum.
  float largest = -INFINITY;
  for (int c = ownLane(); c < classes; c += kWarp) largest = fmaxf(largest, z[c]);
  largest = warpLargest(largest);
  double sum = 0;
  for (int c = ownLane(); c < classes; c += kWarp) sum += expf(z[c] - largest);
  sum = warpSum(sum);
  const int own = labels[row], partner = partners[row];
  const float ownShare = weight[0];
  const float share = 1.0f / static_cast<float>(batch);
  const float factor = static_cast<float>(share / sum);
  for (int c = ownLane(); c < classes; c += kWarp) {
    float value = expf(z[c] - largest) * factor;
    if (c == own) value -= ownShare * share;
    if (c == partner) value -= (1.0f - ownShare) * share;
    g[c] = value;
  }
  if (ownLane() == 0) {
    const double logSum = log(sum) + largest;
    const bool known = own >= 0 && own < classes && partner >= 0 && partner < classes;
    rowLosses[row] =
        known ? ownShare * (logSum - z[own]) + (1.0 - ownShare) * (logSum - z[partner]) : NAN;
  }
}

// The same losses from log p, where a library has computed it, and their gradient w.r.t. log p:
// -(w [label] + (1 - w) [partner]) / batch. Blocks: x over groups of kWarps rows.
extern "C" __global__ void __launch_bounds__(kThreads)
    negativeLogLikelihood(int batch, int classes, const float* __restrict__ logProbabilities,
                          const int* __restrict__ labels, const int* __restrict__ partners,
                          const float* __restrict__ weight, double* __restrict__ rowLosses,
                          float* __restrict__ gradient) {
  const int row = static_cast<int>(blockIdx.x) * kWarps + ownWarp();
  if (row >= batch) return;
  const float* logs = logProbabilities + static_cast<long long>(row) * classes;
  float* g = gradient + static_cast<long long>(row) * classes;
  const int own = labels[row], partner = partners[row];
  const float ownShare = weight[0];
  const float share = 1.0f / static_cast<float>(batch);
  for (int c = ownLane(); c < classes; c += kWarp) {
    float value = 0;
    if (c == own) value -= ownShare * share;
    if (c == partner) value -= (1.0f - ownShare) * share;
    g[c] = value;
  }
  if (ownLane() == 0) {
    const bool known = own >= 0 && own < classes && partner >= 0 && partner < classes;
    rowLosses[row] =
        known ? -(static_cast<double>(ownShare) * logs[own] + (1.0 - ownShare) * logs[partner])
              : NAN;
  }
}

// One block.
extern "C" __global__ void __launch_bounds__(kThreads)
    meanLoss(int batch, const double* __restrict__ rowLosses, float* __restrict__ loss) {
  ECHODC_SHARED(double, scratch);
  double sum = 0;
  for (int row = static_cast<int>(threadIdx.x); row < batch; row += kThreads) sum += rowLosses[row];
  sum = blockSum(sum, scratch);
  if (threadIdx.x == 0) loss[0] = static_cast<float>(sum / batch);
}

// Adds to correct [1] the rows whose largest entry, the first of equal ones, is at the label; a row
// with NaN is not correct. Blocks: x over groups of kWarps rows.
extern "C" __global__ void __launch_bounds__(kThreads)
    countCorrect(int batch, int classes, const float* __restrict__ logits,
                 const int* __restrict__ labels, int* __restrict__ correct) {
  ECHODC_SHARED(int, scratch);
  const int row = static_cast<int>(blockIdx.x) * kWarps + ownWarp();
  int exceptions = 0;
  const int label = row < batch ? labels[row] : -1;
  if (label >= 0 && label < classes) {
    const float* z = logits + static_cast<long long>(row) * classes;
    const float own = z[label];
    for (int c = ownLane(); c < classes; c += kWarp)
      exceptions += (c < label ? z[c] < own : z[c] <= own) ? 0 : 1;
  } else {
    exceptions = 1;
  }
  exceptions = warpSum(exceptions);
  const int count = blockSum(ownLane() == 0 && exceptions == 0 ? 1 : 0, scratch);
  if (threadIdx.x == 0) atomicAdd(correct, count);
}
