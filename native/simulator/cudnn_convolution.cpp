// Convolutions of the simulated cuDNN, and what it says of their algorithms.
#include <algorithm>
#include <limits>
#include <vector>

#include "cudnn_objects.h"

using namespace echodc::simulator;
using namespace echodc::simulator::cudnn;

namespace {

enum class Pass { forward, backwardData, backwardFilter };

// cudnnConvolutionFwdAlgoPerf_t, and those of the backward passes, which have the same members.
struct Performance {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math;
  int reserved[3];
};

struct Problem {
  Images src, dst;
  Filter filter;
  Convolution convolution;

  Problem(const void* srcDescriptor, const void* filterDescriptor, const void* descriptor,
          const void* dstDescriptor)
      : src(imagesOf(srcDescriptor, "the input")),
        dst(imagesOf(dstDescriptor, "the result")),
        filter(filters().at(filterDescriptor)),
        convolution(convolutions().at(descriptor)) {
    requireParameter(filter.k > 0, "the filter descriptor is not set");
    requireParameter(convolution.stride > 0, "the convolution descriptor is not set");
    const auto extent = [this](int size, int window) {
      return (size + 2 * convolution.padding - window) / convolution.stride + 1;
    };
    const Images expected = {src.n, filter.k, extent(src.h, filter.r), extent(src.w, filter.s)};
    requireParameter(filter.c == src.c, "the filter has " + std::to_string(filter.c) +
                                            " channels, the input " + std::to_string(src.c));
    requireParameter(dst == expected, "the result does not have the convolution's shape");
  }

  bool tensorCores() const { return convolution.math != kFmaMath; }

  float factor(float value) const { return tensorCores() ? roundedToTf32(value) : value; }

  // function(filter's y and x, source's y and x) for the taps of a result that are in the image.
  template <typename Function>
  void forTaps(int y, int x, Function function) const {
    for (int r = 0; r < filter.r; ++r)
      for (int s = 0; s < filter.s; ++s) {
        const int srcY = y * convolution.stride + r - convolution.padding;
        const int srcX = x * convolution.stride + s - convolution.padding;
        if (srcY >= 0 && srcY < src.h && srcX >= 0 && srcX < src.w) function(r, s, srcY, srcX);
      }
  }
};

struct Algorithm {
  int number;
  bool deterministic;
};

// What the library has for NHWC and float32, the fastest first. There are others for NCHW.
std::vector<Algorithm> supported(Pass pass) {
  if (pass == Pass::forward) return {{1, true}, {0, true}};
  return {{0, false}, {1, true}};
}

constexpr int kAlgorithms[] = {8, 6, 7};  // of each pass

size_t workspaceBytes(Pass pass, int algorithm, const Problem& problem) {
  requireSupport(algorithm == 0 || algorithm == 1,
                 "algorithm " + std::to_string(algorithm) + " does not support NHWC");
  if (algorithm == 0) return 0;
  return pass == Pass::forward ? problem.dst.bytes() / static_cast<size_t>(problem.dst.c)
                               : problem.filter.bytes();
}

int rank(Pass pass, const void* handle, const Problem& problem, int requested, int* returned,
         Performance* results) {
  handles().at(handle);
  requireParameter(requested > 0, "no algorithm is asked for");
  requireSupport(!simulator().capturing, "a search for algorithms during a capture");
  ++simulator().counters.algorithmSearches;
  std::vector<Performance> all;
  std::vector<bool> seen(static_cast<size_t>(kAlgorithms[static_cast<int>(pass)]));
  for (const Algorithm& algorithm : supported(pass)) {
    seen[static_cast<size_t>(algorithm.number)] = true;
    all.push_back({algorithm.number,
                   0,
                   static_cast<float>(all.size()),
                   workspaceBytes(pass, algorithm.number, problem),
                   algorithm.deterministic ? 1 : 0,
                   problem.tensorCores() ? kTensorOpMath : kFmaMath,
                   {}});
  }
  for (size_t number = 0; number < seen.size(); ++number)
    if (!seen[number]) all.push_back({static_cast<int>(number), kNotSupported, -1, 0, 0, 0, {}});
  *returned = std::min(requested, static_cast<int>(all.size()));
  std::copy_n(all.begin(), *returned, results);
  return 0;
}

// Sums of products of one pass, in an order of their own: by image and pixel of the result.
struct Sums {
  const Problem& problem;
  std::vector<double> values;

  Sums(const Problem& of, size_t elements) : problem(of), values(elements) {}

  void forward(int image, const float* x, const float* w) {
    const Filter& filter = problem.filter;
    for (int oy = 0; oy < problem.dst.h; ++oy)
      for (int ox = 0; ox < problem.dst.w; ++ox)
        problem.forTaps(oy, ox, [&](int r, int s, int y, int x0) {
          const float* from = x + problem.src.at(image, y, x0);
          for (int k = 0; k < filter.k; ++k) {
            const float* weights = w + filter.at(k, r, s);
            double sum = 0;
            for (int c = 0; c < filter.c; ++c)
              sum += static_cast<double>(problem.factor(from[c])) * problem.factor(weights[c]);
            values[problem.dst.at(0, oy, ox) + static_cast<size_t>(k)] += sum;
          }
        });
  }

  void backwardData(int image, const float* w, const float* dy) {
    const Filter& filter = problem.filter;
    forResults(image, dy, [&](int k, double gradient, int r, int s, int y, int x) {
      const float* weights = w + filter.at(k, r, s);
      double* to = values.data() + problem.src.at(0, y, x);
      for (int c = 0; c < filter.c; ++c) to[c] += gradient * problem.factor(weights[c]);
    });
  }

  void backwardFilter(int image, const float* x, const float* dy) {
    const Filter& filter = problem.filter;
    forResults(image, dy, [&](int k, double gradient, int r, int s, int y, int x0) {
      const float* from = x + problem.src.at(image, y, x0);
      double* to = values.data() + filter.at(k, r, s);
      for (int c = 0; c < filter.c; ++c) to[c] += gradient * problem.factor(from[c]);
    });
  }

  void store(const Scaling& scaling, float* dst) const {
    for (size_t i = 0; i < values.size(); ++i) scaling.store(values[i], dst[i]);
  }

 private:
  // function(channel, its gradient, tap) for every tap of every result of an image.
  template <typename Function>
  void forResults(int image, const float* dy, Function function) const {
    for (int oy = 0; oy < problem.dst.h; ++oy)
      for (int ox = 0; ox < problem.dst.w; ++ox)
        problem.forTaps(oy, ox, [&](int r, int s, int y, int x) {
          const float* gradients = dy + problem.dst.at(image, oy, ox);
          for (int k = 0; k < problem.filter.k; ++k)
            function(k, static_cast<double>(problem.factor(gradients[k])), r, s, y, x);
        });
  }
};

// A pass, checked and issued. What is written is `result`; `work` computes it.
void run(Pass pass, const char* name, void* handle, const Problem& problem, int algorithm,
         void* workspace, size_t bytes, std::vector<Range> memory, float* result,
         size_t resultElements, const std::function<void()>& work) {
  requireReady(handle);
  const size_t needed = workspaceBytes(pass, algorithm, problem);
  requireParameter(bytes >= needed, std::string(name) + " with algorithm " +
                                        std::to_string(algorithm) + " needs a workspace of " +
                                        std::to_string(needed) + " bytes, not " +
                                        std::to_string(bytes));
  if (bytes > 0) memory.push_back({"the workspace", workspace, bytes});
  const bool deterministic = algorithm != 0 || pass == Pass::forward;
  static bool otherOrder = false;
  issue({name, memory, problem.tensorCores(), [=] {
           if (bytes > 0) std::memset(workspace, 0xFF, bytes);  // NaN: nobody may rely on it
           work();
           if (deterministic) return;
           // Atomic additions in another order every time.
           otherOrder = !otherOrder;
           if (otherOrder)
             for (size_t i = 0; i < resultElements; ++i)
               result[i] *= 1 + std::numeric_limits<float>::epsilon();
         }});
}

}  // namespace

ECHODC_API int cudnnGetConvolutionForwardAlgorithm_v7(void* handle, const void* src,
                                                      const void* filter, const void* convolution,
                                                      const void* dst, int requested, int* returned,
                                                      Performance* results) {
  return answer([&] {
    rank(Pass::forward, handle, {src, filter, convolution, dst}, requested, returned, results);
  });
}

ECHODC_API int cudnnGetConvolutionBackwardDataAlgorithm_v7(void* handle, const void* filter,
                                                           const void* dst, const void* convolution,
                                                           const void* src, int requested,
                                                           int* returned, Performance* results) {
  return answer([&] {
    rank(Pass::backwardData, handle, {src, filter, convolution, dst}, requested, returned, results);
  });
}

ECHODC_API int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void* handle, const void* src,
                                                             const void* dst,
                                                             const void* convolution,
                                                             const void* filter, int requested,
                                                             int* returned, Performance* results) {
  return answer([&] {
    rank(Pass::backwardFilter, handle, {src, filter, convolution, dst}, requested, returned,
         results);
  });
}

ECHODC_API int cudnnGetConvolutionForwardWorkspaceSize(void* handle, const void* src,
                                                       const void* filter, const void* convolution,
                                                       const void* dst, int algorithm,
                                                       size_t* bytes) {
  return answer([&] {
    handles().at(handle);
    *bytes = workspaceBytes(Pass::forward, algorithm, {src, filter, convolution, dst});
  });
}

ECHODC_API int cudnnGetConvolutionBackwardDataWorkspaceSize(void* handle, const void* filter,
                                                            const void* dst,
                                                            const void* convolution,
                                                            const void* src, int algorithm,
                                                            size_t* bytes) {
  return answer([&] {
    handles().at(handle);
    *bytes = workspaceBytes(Pass::backwardData, algorithm, {src, filter, convolution, dst});
  });
}

ECHODC_API int cudnnGetConvolutionBackwardFilterWorkspaceSize(void* handle, const void* src,
                                                              const void* dst,
                                                              const void* convolution,
                                                              const void* filter, int algorithm,
                                                              size_t* bytes) {
  return answer([&] {
    handles().at(handle);
    *bytes = workspaceBytes(Pass::backwardFilter, algorithm, {src, filter, convolution, dst});
  });
}

ECHODC_API int cudnnConvolutionForward(void* handle, const void* alpha, const void* srcDescriptor,
                                       const float* x, const void* filterDescriptor, const float* w,
                                       const void* convolution, int algorithm, void* workspace,
                                       size_t bytes, const void* beta, const void* dstDescriptor,
                                       float* y) {
  return answer([&] {
    const Problem problem(srcDescriptor, filterDescriptor, convolution, dstDescriptor);
    const Scaling scaling(alpha, beta, kBadParameter);
    run(Pass::forward, "cudnnConvolutionForward", handle, problem, algorithm, workspace, bytes,
        {{"x", x, problem.src.bytes()},
         {"w", w, problem.filter.bytes()},
         {"y", y, problem.dst.bytes()}},
        y, problem.dst.elements(), [=] {
          const size_t ofImage = problem.dst.elements() / static_cast<size_t>(problem.dst.n);
          for (int image = 0; image < problem.src.n; ++image) {
            Sums sums(problem, ofImage);
            sums.forward(image, x, w);
            sums.store(scaling, y + problem.dst.at(image, 0, 0));
          }
        });
  });
}

ECHODC_API int cudnnConvolutionBackwardData(void* handle, const void* alpha,
                                            const void* filterDescriptor, const float* w,
                                            const void* dstDescriptor, const float* dy,
                                            const void* convolution, int algorithm, void* workspace,
                                            size_t bytes, const void* beta,
                                            const void* srcDescriptor, float* dx) {
  return answer([&] {
    const Problem problem(srcDescriptor, filterDescriptor, convolution, dstDescriptor);
    const Scaling scaling(alpha, beta, kBadParameter);
    run(Pass::backwardData, "cudnnConvolutionBackwardData", handle, problem, algorithm, workspace,
        bytes,
        {{"w", w, problem.filter.bytes()},
         {"dy", dy, problem.dst.bytes()},
         {"dx", dx, problem.src.bytes()}},
        dx, problem.src.elements(), [=] {
          const size_t ofImage = problem.src.elements() / static_cast<size_t>(problem.src.n);
          for (int image = 0; image < problem.src.n; ++image) {
            Sums sums(problem, ofImage);
            sums.backwardData(image, w, dy);
            sums.store(scaling, dx + problem.src.at(image, 0, 0));
          }
        });
  });
}

ECHODC_API int cudnnConvolutionBackwardFilter(void* handle, const void* alpha,
                                              const void* srcDescriptor, const float* x,
                                              const void* dstDescriptor, const float* dy,
                                              const void* convolution, int algorithm,
                                              void* workspace, size_t bytes, const void* beta,
                                              const void* filterDescriptor, float* dw) {
  return answer([&] {
    const Problem problem(srcDescriptor, filterDescriptor, convolution, dstDescriptor);
    const Scaling scaling(alpha, beta, kBadParameter);
    const size_t elements = problem.filter.bytes() / sizeof(float);
    run(Pass::backwardFilter, "cudnnConvolutionBackwardFilter", handle, problem, algorithm,
        workspace, bytes,
        {{"x", x, problem.src.bytes()},
         {"dy", dy, problem.dst.bytes()},
         {"dw", dw, problem.filter.bytes()}},
        dw, elements, [=] {
          Sums sums(problem, elements);
          for (int image = 0; image < problem.src.n; ++image) sums.backwardFilter(image, x, dy);
          sums.store(scaling, dw);
        });
  });
}
