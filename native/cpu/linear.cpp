// Fully connected layer on oneDNN's matrix product. See Device.linearForward and Backward in Java.
#include <algorithm>

#include "batch.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

// The tile of a result that one thread computes. It depends on the shape alone, so results do not
// depend on the threads. Few rows make many small tiles, to occupy all threads; many rows make
// tiles that are square, because a product packs its operands anew for every tile.
constexpr int kFewRows = 512;
constexpr int kSmallTileRows = 64;
constexpr int kTileSide = 512;

// Row-major matrices as dnnl_sgemm takes them.
struct Matrix {
  const float* values;
  char transposed;  // 'T' or 'N'
  int64_t stride;

  const float* fromRow(int64_t row) const {
    return values + (transposed == 'T' ? row : row * stride);
  }
  const float* fromColumn(int64_t column) const {
    return values + (transposed == 'T' ? column * stride : column);
  }
};

// dst[rows, columns] = beta dst + left right, `inner` being summed over.
void multiply(Context& context, int64_t rows, int64_t columns, int64_t inner, const Matrix& left,
              const Matrix& right, float beta, float* dst) {
  const int64_t tileRows = rows <= kFewRows ? kSmallTileRows : kTileSide;
  const int64_t across = (columns + kTileSide - 1) / kTileSide;
  const int64_t down = (rows + tileRows - 1) / tileRows;
  context.parallelFor(down * across, [&](int64_t tile, int) {
    const int64_t row = tile / across * tileRows;
    const int64_t column = tile % across * kTileSide;
    dnnl::error::wrap_c_api(
        dnnl_sgemm(left.transposed, right.transposed, std::min<int64_t>(tileRows, rows - row),
                   std::min<int64_t>(kTileSide, columns - column), inner, 1.0f, left.fromRow(row),
                   left.stride, right.fromColumn(column), right.stride, beta,
                   dst + row * columns + column, columns),
        "could not multiply matrices");
  });
}

}  // namespace

void linearForward(Context& context, const LinearShape& shape, const float* weight,
                   const float* bias, const float* src, float* dst) {
  const int64_t inputs = shape.inputs, outputs = shape.outputs;
  for (int64_t row = 0; row < shape.batch; ++row) std::copy_n(bias, outputs, dst + row * outputs);
  multiply(context, shape.batch, outputs, inputs, {src, 'N', inputs}, {weight, 'N', outputs}, 1.0f,
           dst);
}

void linearBackward(Context& context, const LinearShape& shape, const float* weight,
                    const float* src, const float* dstGradient, float* srcGradient,
                    float* weightGradient, float* biasGradient) {
  const int64_t batch = shape.batch, inputs = shape.inputs, outputs = shape.outputs;
  multiply(context, batch, inputs, outputs, {dstGradient, 'N', outputs}, {weight, 'T', outputs},
           0.0f, srcGradient);
  multiply(context, inputs, outputs, batch, {src, 'T', inputs}, {dstGradient, 'N', outputs}, 0.0f,
           weightGradient);
  sumRows(context, shape.batch, outputs, dstGradient, biasGradient);
}

}  // namespace echodc::cpu
