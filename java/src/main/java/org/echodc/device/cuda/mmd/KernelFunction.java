package org.echodc.device.cuda.mmd;

import org.echodc.operation.mmd.Mmd;

/**
 * What the launches for a kernel function of the discrepancy depend on; the functions themselves
 * are in {@code native/shared/mmd_kernel.h}.
 *
 * @param number the number of the function's {@code MmdKernel}
 * @param exponentials how many exponentials of a distance it is a sum of; 0 for a function of dot
 *     products
 * @param usesBandwidth whether distances are divided by the bandwidth
 */
record KernelFunction(int number, int exponentials, boolean usesBandwidth) {

  static KernelFunction of(Mmd.Kernel kernel) {
    int number = kernel.ordinal();
    return switch (kernel) {
      case GAUSSIAN -> new KernelFunction(number, 5, true);
      case LAPLACE -> new KernelFunction(number, 3, false);
      case POLYNOMIAL, LINEAR -> new KernelFunction(number, 0, false);
    };
  }

  /** Whether it is a function of distances; otherwise it is one of dot products. */
  boolean ofDistances() {
    return exponentials > 0;
  }

  /**
   * Whether distances come from differences of features; otherwise they come from dot products of
   * centred features.
   */
  boolean ofDifferences() {
    return ofDistances() && !usesBandwidth;
  }
}
