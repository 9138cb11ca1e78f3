// Fully connected layer on oneDNN's matrix product. See operation.Linear in Java.
#include <algorithm>

#include "batch.h"
#include "call.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

// Rows of a result that one thread computes. They depend on the shape alone, so results do not
// depend on the threads. Few rows make many small blocks, to occupy all threads; many rows make
// large ones, because a product packs its right operand anew for every block.
constexpr int kFewRows = 512;
constexpr int kSmallBlock = 64;
constexpr int kLargeBlock = 1024;

// Row-major matrices as dnnl_sgemm takes them.
struct Matrix {
  const float* values;
  char transposed;  // 'T' or 'N'
  int64_t stride;

  const float* fromRow(int64_t row) const {
    return values + (transposed == 'T' ? row : row * stride);
  }
};

// dst[rows, columns] = beta dst + left right, `inner` being summed over.
void multiply(Context& context, int64_t rows, int64_t columns, int64_t inner, const Matrix& left,
              const Matrix& right, float beta, float* dst) {
  const int64_t blockRows = rows <= kFewRows ? kSmallBlock : kLargeBlock;
  context.parallelFor((rows + blockRows - 1) / blockRows, [&](int64_t block, int) {
    const int64_t row = block * blockRows;
    dnnl::error::wrap_c_api(
        dnnl_sgemm(left.transposed, right.transposed, std::min(blockRows, rows - row), columns,
                   inner, 1.0f, left.fromRow(row), left.stride, right.values, right.stride, beta,
                   dst + row * columns, columns),
        "could not multiply matrices");
  });
}

LinearShape readLinearShape(Call& call) {
  return {call.whole("batch"), call.whole("inputs"), call.whole("outputs")};
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
  if (srcGradient)
    multiply(context, batch, inputs, outputs, {dstGradient, 'N', outputs}, {weight, 'T', outputs},
             0.0f, srcGradient);
  if (weightGradient)
    multiply(context, inputs, outputs, batch, {src, 'T', inputs}, {dstGradient, 'N', outputs}, 0.0f,
             weightGradient);
  if (biasGradient) sumRows(context, shape.batch, outputs, dstGradient, biasGradient);
}

ECHODC_OPERATION(linear) {
  const LinearShape shape = readLinearShape(call);
  const auto* weight = call.in<float>("weight");
  const auto* bias = call.in<float>("bias");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  linearForward(call.complete(), shape, weight, bias, src, dst);
}

ECHODC_OPERATION(linearBackward) {
  const LinearShape shape = readLinearShape(call);
  const auto* weight = call.in<float>("weight");
  const auto* src = call.in<float>("src");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.outIfAny<float>("srcGradient");
  auto* weightGradient = call.outIfAny<float>("weightGradient");
  auto* biasGradient = call.outIfAny<float>("biasGradient");
  linearBackward(call.complete(), shape, weight, src, dstGradient, srcGradient, weightGradient,
                 biasGradient);
}

}  // namespace echodc::cpu
