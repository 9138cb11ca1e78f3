// Mean and variance of the convolution of first_block.h without the convolution itself: with m the
// mean of the taps over all output pixels, C their covariance and w a channel's weight, they are
// w m and w C w. In double precision, because C of a smooth image is nearly singular.
#pragma once

#include "first_block.h"

namespace echodc::cpu {

struct FirstBlockStatisticsTable {
  // Doubles that `compute` needs to work in.
  int64_t (*workspaceSize)(const FirstBlockShape&);

  // weight: [panels][taps][kFirstBlockPanel]; mean and inverseStd, 1 / sqrt(variance + epsilon):
  // [panels kFirstBlockPanel].
  void (*compute)(const FirstBlockShape&, int panels, const float* weight, const float* padded,
                  double* workspace, float* mean, float* inverseStd);
};

ECHODC_DECLARE_SIMD_TABLE(FirstBlockStatisticsTable, firstBlockStatisticsTable)

}  // namespace echodc::cpu
