// Pooling and softmax of the simulated cuDNN.
#include <algorithm>
#include <cmath>

#include "cudnn_objects.h"

using namespace echodc::simulator;
using namespace echodc::simulator::cudnn;

namespace {

// A pooling descriptor that has been set, for these shapes.
int sideOf(const void* pooling, const Images& src, const Images& dst) {
  const int side = poolings().at(pooling).side;
  requireParameter(side > 0, "the pooling descriptor is not set");
  requireParameter(dst == Images{src.n, src.c, src.h / side, src.w / side},
                   "the result does not have the pooling's shape");
  return side;
}

// function(where a result is, where a number of its window is) for all of them.
template <typename Function>
void forWindows(const Images& src, const Images& dst, int side, Function function) {
  for (int image = 0; image < dst.n; ++image)
    for (int y = 0; y < dst.h * side; ++y)
      for (int x = 0; x < dst.w * side; ++x)
        for (size_t c = 0; c < static_cast<size_t>(src.c); ++c)
          function(dst.at(image, y / side, x / side) + c, src.at(image, y, x) + c);
}

// The rows that a softmax works on: all numbers of an image.
const Images& rowsOf(const void* descriptor, const char* name, int algorithm, int mode) {
  constexpr int kLog = 2, kInstance = 0;
  requireSupport(algorithm == kLog && mode == kInstance,
                 "only logarithms of softmax over an instance are simulated");
  return imagesOf(descriptor, name);
}

}  // namespace

ECHODC_API int cudnnPoolingForward(void* handle, const void* pooling, const void* alpha,
                                   const void* srcDescriptor, const float* x, const void* beta,
                                   const void* dstDescriptor, float* y) {
  return answer([&] {
    requireReady(handle);
    const Images src = imagesOf(srcDescriptor, "x"), dst = imagesOf(dstDescriptor, "y");
    const int side = sideOf(pooling, src, dst);
    const Scaling scaling(alpha, beta, kBadParameter);
    issue({"cudnnPoolingForward", {{"x", x, src.bytes()}, {"y", y, dst.bytes()}}, false, [=] {
             std::vector<double> sums(dst.elements());
             forWindows(src, dst, side, [&](size_t to, size_t from) { sums[to] += x[from]; });
             for (size_t i = 0; i < sums.size(); ++i) scaling.store(sums[i] / (side * side), y[i]);
           }});
  });
}

ECHODC_API int cudnnPoolingBackward(void* handle, const void* pooling, const void* alpha,
                                    const void* yDescriptor, const float* y,
                                    const void* dyDescriptor, const float* dy,
                                    const void* xDescriptor, const float* x, const void* beta,
                                    const void* dxDescriptor, float* dx) {
  return answer([&] {
    requireReady(handle);
    const Images src = imagesOf(dxDescriptor, "dx"), dst = imagesOf(dyDescriptor, "dy");
    requireParameter(src == imagesOf(xDescriptor, "x") && dst == imagesOf(yDescriptor, "y"),
                     "tensors and their gradients differ in shape");
    const int side = sideOf(pooling, src, dst);
    const Scaling scaling(alpha, beta, kBadParameter);
    issue({"cudnnPoolingBackward",
           {{"y", y, dst.bytes()},
            {"dy", dy, dst.bytes()},
            {"x", x, src.bytes()},
            {"dx", dx, src.bytes()}},
           false,
           [=] {
             std::vector<double> shares(src.elements());  // 0 where there is no window
             forWindows(src, dst, side, [&](size_t from, size_t to) {
               shares[to] = static_cast<double>(dy[from]) / (side * side);
             });
             for (size_t i = 0; i < shares.size(); ++i) scaling.store(shares[i], dx[i]);
           }});
  });
}

ECHODC_API int cudnnSoftmaxForward(void* handle, int algorithm, int mode, const void* alpha,
                                   const void* srcDescriptor, const float* x, const void* beta,
                                   const void* dstDescriptor, float* y) {
  return answer([&] {
    requireReady(handle);
    const Images rows = rowsOf(srcDescriptor, "x", algorithm, mode);
    requireParameter(rows == imagesOf(dstDescriptor, "y"), "x and y differ in shape");
    const Scaling scaling(alpha, beta, kBadParameter);
    issue({"cudnnSoftmaxForward", {{"x", x, rows.bytes()}, {"y", y, rows.bytes()}}, false, [=] {
             const size_t size = rows.elements() / static_cast<size_t>(rows.n);
             for (size_t row = 0; row < rows.elements(); row += size) {
               const double largest = *std::max_element(x + row, x + row + size);
               double sum = 0;
               for (size_t i = row; i < row + size; ++i) sum += std::exp(x[i] - largest);
               const double logSum = largest + std::log(sum);
               for (size_t i = row; i < row + size; ++i) scaling.store(x[i] - logSum, y[i]);
             }
           }});
  });
}

ECHODC_API int cudnnSoftmaxBackward(void* handle, int algorithm, int mode, const void* alpha,
                                    const void* yDescriptor, const float* y,
                                    const void* dyDescriptor, const float* dy, const void* beta,
                                    const void* dxDescriptor, float* dx) {
  return answer([&] {
    requireReady(handle);
    const Images rows = rowsOf(yDescriptor, "y", algorithm, mode);
    requireParameter(rows == imagesOf(dyDescriptor, "dy") && rows == imagesOf(dxDescriptor, "dx"),
                     "y, dy and dx differ in shape");
    const Scaling scaling(alpha, beta, kBadParameter);
    issue({"cudnnSoftmaxBackward",
           {{"y", y, rows.bytes()}, {"dy", dy, rows.bytes()}, {"dx", dx, rows.bytes()}},
           false,
           [=] {
             const size_t size = rows.elements() / static_cast<size_t>(rows.n);
             for (size_t row = 0; row < rows.elements(); row += size) {
               double sum = 0;
               for (size_t i = row; i < row + size; ++i) sum += dy[i];
               for (size_t i = row; i < row + size; ++i)
                 scaling.store(dy[i] - std::exp(double{y[i]}) * sum, dx[i]);
             }
           }});
  });
}
