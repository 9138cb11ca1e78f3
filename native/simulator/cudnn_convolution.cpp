// Convolutions of the simulated cuDNN.
#include <limits>
#include <vector>

#include "cudnn_problem.h"

using namespace echodc::simulator;
using namespace echodc::simulator::cudnn;

namespace {

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
  const bool deterministic = isDeterministic(pass, algorithm);
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
