// The stand-ins for cuBLAS and cuDNN compute what the libraries do, and refuse what is wrong.
#include <cmath>
#include <string>
#include <vector>

#include "check.h"
#include "device.h"
#include "driver_functions.h"
#include "library_functions.h"
#include "simulator.h"

using echodc::simulator::simulator;

namespace {

constexpr int kAsIs = 0, kTransposed = 1;                    // cuBLAS's operations
constexpr int kTf32Products = 3;                             // its math mode
constexpr int kNhwc = 1, kFloat = 0, kCrossCorrelation = 1;  // cuDNN's
constexpr int kFmaMath = 3, kTensorOpMath = 1, kAverage = 2, kPropagateNan = 1;
constexpr int kLogSoftmax = 2, kInstance = 0;

const float kOne = 1, kZero = 0;
int stream;  // any address will do

void refuses(const std::string& what, int status, int expected, const std::string& message) {
  check::isTrue(what + ": status " + std::to_string(status), status == expected);
  check::isTrue(what + ": \"" + simulator().lastError + "\" says \"" + message + "\"",
                simulator().lastError.find(message) != std::string::npos);
}

void isDone(const std::string& what, int status) {
  check::isTrue(what + ": " + simulator().lastError, status == 0);
}

void* at(uint64_t address) { return reinterpret_cast<void*>(address); }

struct Cublas {
  Cublas() {
    cublasCreate_v2(&handle);
    cublasSetStream_v2(handle, &stream);
  }
  ~Cublas() { cublasDestroy_v2(handle); }

  // C [2 x 2] = A [2 x 3] B [3 x 2], by columns.
  int multiply(uint64_t a, uint64_t b, uint64_t c, int lda = 2) {
    return cublasSgemmStridedBatched(handle, kAsIs, kAsIs, 2, 2, 3, &kOne, at(a), lda, 6, at(b), 3,
                                     6, &kZero, at(c), 2, 4, 1);
  }

  void* handle = nullptr;
};

void multipliesByColumns() {
  Device device;
  Cublas cublas;
  const uint64_t a = device.upload<float>({1, 2, 3, 4, 5, 6}),
                 b = device.upload<float>({1, 0, -1, 2, 1, 0}), c = device.allocate(4);
  isDone("product", cublas.multiply(a, b, c));
  check::close("product", device.download(c, 4), std::vector<float>{-4, -4, 5, 8}, 0, 0);

  isDone("transpose", cublasSgeam(cublas.handle, kTransposed, kAsIs, 3, 2, &kOne, at(a), 2, &kZero,
                                  at(b), 3, at(b), 3));
  check::close("transpose", device.download(b, 6), std::vector<float>{1, 3, 5, 2, 4, 6}, 0, 0);
}

void roundsProductsInTf32() {
  Device device;
  Cublas cublas;
  const float oneAndABit = 1 + 0x1p-12f;
  const uint64_t a = device.upload(std::vector<float>(6, oneAndABit)),
                 b = device.upload(std::vector<float>(6, 1)), c = device.allocate(4);
  isDone("float32", cublas.multiply(a, b, c));
  check::close("float32", device.download(c, 4), std::vector<float>(4, 3 * oneAndABit), 0, 0);
  isDone("math mode", cublasSetMathMode(cublas.handle, kTf32Products));
  const long long before = simulator().counters.tensorCoreCalls;
  isDone("TF32", cublas.multiply(a, b, c));
  check::close("TF32", device.download(c, 4), std::vector<float>(4, 3), 0, 0);
  check::isTrue("it is counted", simulator().counters.tensorCoreCalls == before + 1);
}

void refusesWrongProducts() {
  constexpr int kNotInitialized = 1, kInvalidValue = 7;
  Device device;
  Cublas cublas;
  const uint64_t a = device.allocate(6), b = device.allocate(6), c = device.allocate(4);
  refuses("a leading dimension", cublas.multiply(a, b, c, 1), kInvalidValue,
          "leading dimension of A is 1, of 2 rows");
  refuses("a short matrix", cublas.multiply(c, b, a), kInvalidValue,
          "the 24 bytes of A do not lie in device memory");
  refuses("a result on a factor", cublas.multiply(a, b, a), kInvalidValue, "overlaps a factor");
  refuses("a misaligned workspace", cublasSetWorkspace_v2(cublas.handle, at(a + 4), 8),
          kInvalidValue, "misaligned");
  refuses("a workspace of the host", cublasSetWorkspace_v2(cublas.handle, &stream, 4),
          kInvalidValue, "does not lie in device memory");
  refuses("no handle", cublasSetMathMode(&stream, 0), kNotInitialized, "does not exist");
  void* graph = nullptr;
  cuStreamBeginCapture_v2(nullptr, 0);
  refuses("a capture without a workspace", cublas.multiply(a, b, c), kInvalidValue,
          "has no workspace");
  cuStreamEndCapture(nullptr, &graph);
  cuGraphDestroy(graph);
  refuses("no stream", (cublasSetStream_v2(cublas.handle, nullptr), cublas.multiply(a, b, c)),
          kInvalidValue, "has no stream");
}

// A 3x3 convolution, padding 1, of an image 4x4 with 2 channels to 3.
struct Cudnn {
  Cudnn() {
    cudnnCreate(&handle);
    cudnnSetStream(handle, &stream);
    cudnnCreateTensorDescriptor(&src);
    cudnnCreateTensorDescriptor(&dst);
    cudnnCreateFilterDescriptor(&filter);
    cudnnCreateConvolutionDescriptor(&convolution);
    cudnnCreatePoolingDescriptor(&pooling);
    cudnnSetTensor4dDescriptor(src, kNhwc, kFloat, 1, 2, 4, 4);
    cudnnSetTensor4dDescriptor(dst, kNhwc, kFloat, 1, 3, 4, 4);
    cudnnSetFilter4dDescriptor(filter, kFloat, kNhwc, 3, 2, 3, 3);
    cudnnSetConvolution2dDescriptor(convolution, 1, 1, 1, 1, 1, 1, kCrossCorrelation, kFloat);
    cudnnSetConvolutionMathType(convolution, kFmaMath);
    cudnnSetPooling2dDescriptor(pooling, kAverage, kPropagateNan, 2, 2, 0, 0, 2, 2);
  }

  ~Cudnn() {
    cudnnDestroyPoolingDescriptor(pooling);
    cudnnDestroyConvolutionDescriptor(convolution);
    cudnnDestroyFilterDescriptor(filter);
    cudnnDestroyTensorDescriptor(dst);
    cudnnDestroyTensorDescriptor(src);
    cudnnDestroy(handle);
  }

  int forward(uint64_t x, uint64_t w, uint64_t y, int algorithm, uint64_t workspace, size_t bytes) {
    return cudnnConvolutionForward(handle, &kOne, src, at(x), filter, at(w), convolution, algorithm,
                                   at(workspace), bytes, &kZero, dst, at(y));
  }

  void *handle = nullptr, *src = nullptr, *dst = nullptr, *filter = nullptr, *convolution = nullptr,
       *pooling = nullptr;
};

constexpr size_t kSrc = 32, kDst = 48, kFilter = 54, kWorkspace = 64;

// <y, conv(x, w)> is the same whichever of the three the derivative is taken of.
void convolutionsAreTransposesOfEachOther() {
  Device device;
  Cudnn cudnn;
  check::Random random(99);
  const std::vector<float> x = random.normal(kSrc), w = random.normal(kFilter),
                           dy = random.normal(kDst);
  const uint64_t onX = device.upload(x), onW = device.upload(w), onDy = device.upload(dy),
                 y = device.allocate(kDst), dx = device.allocate(kSrc),
                 dw = device.allocate(kFilter), workspace = device.allocate(256);
  isDone("forward", cudnn.forward(onX, onW, y, 0, 0, 0));
  isDone("backward data", cudnnConvolutionBackwardData(
                              cudnn.handle, &kOne, cudnn.filter, at(onW), cudnn.dst, at(onDy),
                              cudnn.convolution, 1, at(workspace), 256, &kZero, cudnn.src, at(dx)));
  isDone("backward filter",
         cudnnConvolutionBackwardFilter(cudnn.handle, &kOne, cudnn.src, at(onX), cudnn.dst,
                                        at(onDy), cudnn.convolution, 1, at(workspace), 256, &kZero,
                                        cudnn.filter, at(dw)));
  const auto product = [](const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return std::vector<double>{sum};
  };
  const std::vector<double> expected = product(device.download(y, kDst), dy);
  check::close("by x", product(device.download(dx, kSrc), x), expected, 1e-5, 1e-5);
  check::close("by w", product(device.download(dw, kFilter), w), expected, 1e-5, 1e-5);
  check::isTrue("the workspace is used", std::isnan(device.download(workspace, 1)[0]));

  // The first result sees the lower right four of the filter's nine taps.
  double first = 0;
  for (size_t r = 1; r < 3; ++r)
    for (size_t s = 1; s < 3; ++s)
      for (size_t c = 0; c < 2; ++c)
        first += static_cast<double>(x[((r - 1) * 4 + s - 1) * 2 + c]) * w[(r * 3 + s) * 2 + c];
  check::close("first result", device.download(y, 1), std::vector<double>{first}, 1e-6, 1e-6);
}

void poolsAndNormalizes() {
  Device device;
  Cudnn cudnn;
  void* pooled = nullptr;
  cudnnCreateTensorDescriptor(&pooled);
  cudnnSetTensor4dDescriptor(pooled, kNhwc, kFloat, 1, 2, 2, 2);
  std::vector<float> x(kSrc);
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i);
  const uint64_t onX = device.upload(x), y = device.allocate(8), dx = device.allocate(kSrc);
  isDone("pooling", cudnnPoolingForward(cudnn.handle, cudnn.pooling, &kOne, cudnn.src, at(onX),
                                        &kZero, pooled, at(y)));
  check::close("pooling", device.download(y, 8), std::vector<float>{5, 6, 9, 10, 21, 22, 25, 26}, 0,
               0);
  isDone("pooling backward",
         cudnnPoolingBackward(cudnn.handle, cudnn.pooling, &kOne, pooled, at(y), pooled, at(y),
                              cudnn.src, at(dx), &kZero, cudnn.src, at(dx)));
  check::close("shares", device.download(dx, 4), std::vector<float>{1.25, 1.5, 1.25, 1.5}, 0, 0);

  const uint64_t logits = device.upload<float>({0, 0, 0, 0, 0, 0, 0, 0}), logs = device.allocate(8);
  isDone("softmax", cudnnSoftmaxForward(cudnn.handle, kLogSoftmax, kInstance, &kOne, pooled,
                                        at(logits), &kZero, pooled, at(logs)));
  check::close("logarithms", device.download(logs, 8), std::vector<double>(8, -std::log(8)), 1e-6,
               0);
  const uint64_t dy = device.upload<float>({-1, 0, 0, 0, 0, 0, 0, 0}), dz = device.allocate(8);
  isDone("softmax backward",
         cudnnSoftmaxBackward(cudnn.handle, kLogSoftmax, kInstance, &kOne, pooled, at(logs), pooled,
                              at(dy), &kZero, pooled, at(dz)));
  std::vector<float> expected(8, 0.125f);
  expected[0] = -0.875f;
  check::close("gradient", device.download(dz, 8), expected, 1e-6, 0);
  cudnnDestroyTensorDescriptor(pooled);
}

void ranksAlgorithms() {
  Cudnn cudnn;
  AlgorithmPerformance found[6];
  int count = 0;
  isDone("search", cudnnGetConvolutionBackwardDataAlgorithm_v7(cudnn.handle, cudnn.filter,
                                                               cudnn.dst, cudnn.convolution,
                                                               cudnn.src, 6, &count, found));
  check::isTrue("all six", count == 6);
  check::isTrue("the fastest is not repeatable", found[0].status == 0 && !found[0].determinism);
  check::isTrue("the next is", found[1].status == 0 && found[1].determinism);
  check::isTrue("the others are not for NHWC", found[2].status == 3000);
  check::isTrue("without tensor cores", found[1].mathType == kFmaMath);
  size_t bytes = 0;
  isDone("workspace", cudnnGetConvolutionBackwardDataWorkspaceSize(
                          cudnn.handle, cudnn.filter, cudnn.dst, cudnn.convolution, cudnn.src,
                          found[1].algo, &bytes));
  check::isTrue("as ranked", bytes == found[1].memory && bytes > 0);
}

void refusesWrongConvolutions() {
  constexpr int kNotInitialized = 1001, kBadParameter = 2000, kNotSupported = 3000;
  Device device;
  Cudnn cudnn;
  const uint64_t x = device.allocate(kSrc), w = device.allocate(kFilter), y = device.allocate(kDst),
                 workspace = device.allocate(kWorkspace);
  refuses("a small workspace", cudnn.forward(x, w, y, 1, workspace, 60), kBadParameter,
          "needs a workspace of 64 bytes, not 60");
  refuses("a workspace of the host", cudnn.forward(x, w, y, 1, 0, 64), kBadParameter,
          "the 64 bytes of the workspace do not lie in device memory");
  refuses("a short result", cudnn.forward(x, w, x, 0, 0, 0), kBadParameter,
          "the 192 bytes of y do not lie in device memory");
  refuses("an algorithm for NCHW", cudnn.forward(x, w, y, 6, workspace, 256), kNotSupported,
          "algorithm 6 does not support NHWC");
  refuses("NCHW", cudnnSetTensor4dDescriptor(cudnn.src, 0, kFloat, 1, 2, 4, 4), kNotSupported,
          "only NHWC");
  cudnnSetTensor4dDescriptor(cudnn.dst, kNhwc, kFloat, 1, 3, 5, 4);
  refuses("a shape", cudnn.forward(x, w, y, 0, 0, 0), kBadParameter,
          "does not have the convolution's shape");
  std::swap(cudnn.src, cudnn.filter);
  refuses("a descriptor of another kind", cudnn.forward(x, w, y, 0, 0, 0), kBadParameter,
          "the tensor descriptor does not exist");
  std::swap(cudnn.src, cudnn.filter);
  refuses("no handle", cudnnSetStream(&stream, &stream), kNotInitialized, "does not exist");
}

void isCapturedAndReplayed() {
  Device device;
  Cudnn cudnn;
  cudnnSetConvolutionMathType(cudnn.convolution, kTensorOpMath);
  const uint64_t x = device.upload(std::vector<float>(kSrc, 1)),
                 w = device.upload(std::vector<float>(kFilter, 1)), y = device.allocate(kDst);
  void *graph = nullptr, *executable = nullptr;
  cuStreamBeginCapture_v2(nullptr, 0);
  isDone("captured", cudnn.forward(x, w, y, 0, 0, 0));
  AlgorithmPerformance found[8];
  int count = 0;
  refuses("a search in a capture",
          cudnnGetConvolutionForwardAlgorithm_v7(cudnn.handle, cudnn.src, cudnn.filter,
                                                 cudnn.convolution, cudnn.dst, 8, &count, found),
          3000, "during a capture");
  cuStreamEndCapture(nullptr, &graph);
  check::isTrue("nothing ran yet", std::isnan(device.download(y, 1)[0]));
  cuGraphInstantiateWithFlags(&executable, graph, 0);
  cuGraphDestroy(graph);
  simulator().counters = {};
  check::isTrue("replayed", cuGraphLaunch(executable, nullptr) == 0);
  check::isTrue("it ran", device.download(y, 1)[0] == 8);
  check::isTrue("it is counted", simulator().counters.libraryCalls == 1 &&
                                     simulator().counters.tensorCoreCalls == 1);
  cuGraphExecDestroy(executable);
}

}  // namespace

int main() {
  multipliesByColumns();
  roundsProductsInTf32();
  refusesWrongProducts();
  convolutionsAreTransposesOfEachOther();
  poolsAndNormalizes();
  ranksAlgorithms();
  refusesWrongConvolutions();
  isCapturedAndReplayed();
  return check::report();
}
