// Rounds the operands of convolutions on tensor cores where they are made, so that nothing is
// converted between two products.
//
//   dst [rows, taps, pieces of 16 bytes], the inner elements rounded, filled up with zeros so that
//   no piece has elements of two taps
//
// of element (row, tap, inner) = src[row * rowStride + tap * tapStride + inner * innerStride]:
// images as they are, with one tap, and filters by their output or their input channels.
#include "element.cuh"
#include "matrix_tile.cuh"
#include "tensor_core.cuh"

namespace {

__device__ inline uint4 roundedPiece(Tf32, const float (&values)[4]) {
  return make_uint4(
      __float_as_uint(roundedToTf32(values[0])), __float_as_uint(roundedToTf32(values[1])),
      __float_as_uint(roundedToTf32(values[2])), __float_as_uint(roundedToTf32(values[3])));
}

__device__ inline uint4 roundedPiece(Bf16, const float (&values)[8]) {
  return make_uint4(packedBf16(values[0], values[1]), packedBf16(values[2], values[3]),
                    packedBf16(values[4], values[5]), packedBf16(values[6], values[7]));
}

// A thread a piece; neighbouring threads read what is close together.
template <typename Operand>
__device__ inline void roundOperand(int rows, int taps, int inner, int rowStride, int tapStride,
                                    int innerStride, const float* src, uint4* dst) {
  constexpr int kInPiece = 4 * Operand::kPerWord;
  const int pieces = (inner + kInPiece - 1) / kInPiece;
  if (ownElement() >= static_cast<long long>(rows) * taps * pieces) return;
  const int own = static_cast<int>(ownElement());
  const int row = innerStride == 1 ? own / pieces / taps : own % rows;
  const int tapAndPiece = innerStride == 1 ? own - row * taps * pieces : own / rows;
  const int tap = tapAndPiece / pieces, first = (tapAndPiece - tap * pieces) * kInPiece;
  const float* const from =
      src + static_cast<long long>(row) * rowStride + static_cast<long long>(tap) * tapStride;
  float values[kInPiece];
#pragma unroll
  for (int i = 0; i < kInPiece; i += 4) {
    const int available = inner - first - i;
    if (innerStride == 1) {
      const float4 four = loadUpToFour(from + first + i, available);
      values[i] = four.x;
      values[i + 1] = four.y;
      values[i + 2] = four.z;
      values[i + 3] = four.w;
    } else {
      for (int j = 0; j < 4; ++j)
        values[i + j] =
            j < available ? from[static_cast<long long>(first + i + j) * innerStride] : 0.0f;
    }
  }
  dst[static_cast<long long>(row) * taps * pieces + tapAndPiece] = roundedPiece(Operand(), values);
}

}  // namespace

// Blocks: x over pieces, fewer than 2^31.
extern "C" __global__ void __launch_bounds__(kElementThreads)
    roundOperandTf32(int rows, int taps, int inner, int rowStride, int tapStride, int innerStride,
                     const float* __restrict__ src, uint4* __restrict__ dst) {
  roundOperand<Tf32>(rows, taps, inner, rowStride, tapStride, innerStride, src, dst);
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    roundOperandBf16(int rows, int taps, int inner, int rowStride, int tapStride, int innerStride,
                     const float* __restrict__ src, uint4* __restrict__ dst) {
  roundOperand<Bf16>(rows, taps, inner, rowStride, tapStride, innerStride, src, dst);
}
