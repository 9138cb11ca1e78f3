package org.echodc.device.cuda;

import org.echodc.operation.Mmd;

/** The kernel functions of {@code mmd_common.cuh}. */
final class MmdKernels {
  private MmdKernels() {}

  /** Whether a discrepancy is of one of these, and not of the means alone. */
  static boolean isKernel(Mmd mmd) {
    return mmd.kernel() != Mmd.Kernel.MEAN;
  }

  /** The number of a kernel in {@code mmd_common.cuh}. */
  static int kind(Mmd.Kernel kernel) {
    return switch (kernel) {
      case GAUSSIAN -> 0;
      case LAPLACE -> 1;
      case POLYNOMIAL -> 2;
      case LINEAR -> 3;
      case MEAN -> throw new IllegalArgumentException("the mean distance has no kernel");
    };
  }
}
