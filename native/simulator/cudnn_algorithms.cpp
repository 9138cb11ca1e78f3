// What the simulated cuDNN says of the algorithms for a convolution.
#include <algorithm>
#include <vector>

#include "cudnn_problem.h"

using namespace echodc::simulator;
using namespace echodc::simulator::cudnn;

namespace echodc::simulator::cudnn {

size_t workspaceBytes(Pass pass, int algorithm, const Problem& problem) {
  requireSupport(algorithm == 0 || algorithm == 1,
                 "algorithm " + std::to_string(algorithm) + " does not support NHWC");
  if (algorithm == 0) return 0;
  return pass == Pass::forward ? problem.dst.bytes() / static_cast<size_t>(problem.dst.c)
                               : problem.filter.bytes();
}

bool isDeterministic(Pass pass, int algorithm) { return pass == Pass::forward || algorithm != 0; }

}  // namespace echodc::simulator::cudnn

namespace {

// cudnnConvolutionFwdAlgoPerf_t, and those of the backward passes, which have the same members.
struct Performance {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math;
  int reserved[3];
};

constexpr int kAlgorithms[] = {8, 6, 7};  // of each pass

// What the library has for NHWC and float32, the fastest first. There are others for NCHW.
std::vector<int> supported(Pass pass) {
  return pass == Pass::forward ? std::vector<int>{1, 0} : std::vector<int>{0, 1};
}

void rank(Pass pass, const void* handle, const Problem& problem, int requested, int* returned,
          Performance* results) {
  handles().at(handle);
  requireParameter(requested > 0, "no algorithm is asked for");
  requireSupport(!simulator().capturing, "a search for algorithms during a capture");
  ++simulator().counters.algorithmSearches;
  std::vector<Performance> all;
  std::vector<bool> seen(static_cast<size_t>(kAlgorithms[static_cast<int>(pass)]));
  for (const int number : supported(pass)) {
    seen[static_cast<size_t>(number)] = true;
    all.push_back({number,
                   0,
                   static_cast<float>(all.size()),
                   workspaceBytes(pass, number, problem),
                   isDeterministic(pass, number) ? 1 : 0,
                   problem.tensorCores() ? kTensorOpMath : kFmaMath,
                   {}});
  }
  for (size_t number = 0; number < seen.size(); ++number)
    if (!seen[number]) all.push_back({static_cast<int>(number), kNotSupported, -1, 0, 0, 0, {}});
  *returned = std::min(requested, static_cast<int>(all.size()));
  std::copy_n(all.begin(), *returned, results);
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
