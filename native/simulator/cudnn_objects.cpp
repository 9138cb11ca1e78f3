// Handles and descriptors of cuDNN 9, as far as org.echodc.device.cudnn makes them through JCudnn.
#include "cudnn_objects.h"

namespace echodc::simulator::cudnn {

namespace {

constexpr int kNhwc = 1, kFloat = 0;  // of cudnnTensorFormat_t and cudnnDataType_t

void requireNhwcFloat(int format, int type) {
  requireSupport(format == kNhwc && type == kFloat, "only NHWC and float are simulated");
}

}  // namespace

Objects<Handle>& handles() {
  static Objects<Handle> all(kNotInitialized, "the cuDNN handle");
  return all;
}

Objects<Images>& images() {
  static Objects<Images> all(kBadParameter, "the tensor descriptor");
  return all;
}

Objects<Filter>& filters() {
  static Objects<Filter> all(kBadParameter, "the filter descriptor");
  return all;
}

Objects<Convolution>& convolutions() {
  static Objects<Convolution> all(kBadParameter, "the convolution descriptor");
  return all;
}

Objects<Pooling>& poolings() {
  static Objects<Pooling> all(kBadParameter, "the pooling descriptor");
  return all;
}

void requireReady(const void* handle) {
  requireParameter(handles().at(handle).stream != nullptr, "the cuDNN handle has no stream");
}

const Images& imagesOf(const void* descriptor, const char* name) {
  const Images& found = images().at(descriptor);
  requireParameter(found.n > 0, std::string("the descriptor of ") + name + " is not set");
  return found;
}

}  // namespace echodc::simulator::cudnn

using namespace echodc::simulator;
using namespace echodc::simulator::cudnn;

ECHODC_API size_t cudnnGetVersion() { return 90100; }

ECHODC_API const char* cudnnGetErrorString(int status) {
  switch (status) {
    case 0:
      return "CUDNN_STATUS_SUCCESS";
    case kNotInitialized:
      return "CUDNN_STATUS_NOT_INITIALIZED";
    case kBadParameter:
      return "CUDNN_STATUS_BAD_PARAM";
    case kNotSupported:
      return "CUDNN_STATUS_NOT_SUPPORTED";
    case kExecutionFailed:
      return "CUDNN_STATUS_EXECUTION_FAILED";
    default:
      return "CUDNN_UNKNOWN_STATUS";
  }
}

ECHODC_API int cudnnCreate(void** handle) {
  return answer([&] { *handle = handles().create(); });
}

ECHODC_API int cudnnDestroy(void* handle) {
  return answer([&] { handles().destroy(handle); });
}

ECHODC_API int cudnnSetStream(void* handle, void* stream) {
  return answer([&] { handles().at(handle).stream = stream; });
}

ECHODC_API int cudnnCreateTensorDescriptor(void** descriptor) {
  return answer([&] { *descriptor = images().create(); });
}

ECHODC_API int cudnnDestroyTensorDescriptor(void* descriptor) {
  return answer([&] { images().destroy(descriptor); });
}

ECHODC_API int cudnnSetTensor4dDescriptor(void* descriptor, int format, int type, int n, int c,
                                          int h, int w) {
  return answer([&] {
    Images& described = images().at(descriptor);
    requireNhwcFloat(format, type);
    requireParameter(n > 0 && c > 0 && h > 0 && w > 0, "an extent of a tensor is not positive");
    described = {n, c, h, w};
  });
}

ECHODC_API int cudnnCreateFilterDescriptor(void** descriptor) {
  return answer([&] { *descriptor = filters().create(); });
}

ECHODC_API int cudnnDestroyFilterDescriptor(void* descriptor) {
  return answer([&] { filters().destroy(descriptor); });
}

ECHODC_API int cudnnSetFilter4dDescriptor(void* descriptor, int type, int format, int k, int c,
                                          int h, int w) {
  return answer([&] {
    Filter& described = filters().at(descriptor);
    requireNhwcFloat(format, type);
    requireParameter(k > 0 && c > 0 && h > 0 && w > 0, "an extent of a filter is not positive");
    described = {k, c, h, w};
  });
}

ECHODC_API int cudnnCreateConvolutionDescriptor(void** descriptor) {
  return answer([&] { *descriptor = convolutions().create(); });
}

ECHODC_API int cudnnDestroyConvolutionDescriptor(void* descriptor) {
  return answer([&] { convolutions().destroy(descriptor); });
}

ECHODC_API int cudnnSetConvolution2dDescriptor(void* descriptor, int paddingY, int paddingX,
                                               int strideY, int strideX, int dilationY,
                                               int dilationX, int mode, int type) {
  return answer([&] {
    constexpr int kCrossCorrelation = 1;
    Convolution& described = convolutions().at(descriptor);
    requireParameter(paddingY >= 0 && strideY > 0, "padding or stride is not possible");
    requireSupport(paddingX == paddingY && strideX == strideY && dilationY == 1 && dilationX == 1,
                   "only square convolutions without dilation are simulated");
    requireSupport(mode == kCrossCorrelation && type == kFloat,
                   "only cross-correlation in float is simulated");
    described = {paddingY, strideY, kDefaultMath};
  });
}

ECHODC_API int cudnnSetConvolutionMathType(void* descriptor, int math) {
  return answer([&] {
    requireParameter(math == kDefaultMath || math == kTensorOpMath || math == kFmaMath,
                     "math type " + std::to_string(math) + " is none for float");
    convolutions().at(descriptor).math = math;
  });
}

ECHODC_API int cudnnCreatePoolingDescriptor(void** descriptor) {
  return answer([&] { *descriptor = poolings().create(); });
}

ECHODC_API int cudnnDestroyPoolingDescriptor(void* descriptor) {
  return answer([&] { poolings().destroy(descriptor); });
}

ECHODC_API int cudnnSetPooling2dDescriptor(void* descriptor, int mode, int nan, int height,
                                           int width, int paddingY, int paddingX, int strideY,
                                           int strideX) {
  return answer([&] {
    constexpr int kMax = 0, kMaxDeterministic = 3, kPropagateNan = 1;
    Pooling& described = poolings().at(descriptor);
    requireSupport(mode > kMax && mode < kMaxDeterministic, "only averages are simulated");
    requireSupport(nan == kPropagateNan, "a pooling that hides NaN is not simulated");
    requireSupport(height > 0 && width == height && strideY == height && strideX == height &&
                       paddingY == 0 && paddingX == 0,
                   "only square windows side by side are simulated");
    described = {height};
  });
}
