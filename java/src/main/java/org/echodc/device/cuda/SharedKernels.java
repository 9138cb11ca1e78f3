package org.echodc.device.cuda;

/**
 * Kernels that are launched whoever computes the layers of a network.
 *
 * @param columnSums sums of rows
 * @param instanceNorm normalisation, which no library has in this form
 * @param crossEntropy losses of labels, and counting of correct ones
 */
public record SharedKernels(
    ColumnSumKernels columnSums,
    InstanceNormKernels instanceNorm,
    CrossEntropyKernels crossEntropy) {

  SharedKernels(CudaContext context) {
    this(context, new ColumnSumKernels(context));
  }

  private SharedKernels(CudaContext context, ColumnSumKernels columnSums) {
    this(
        columnSums, new InstanceNormKernels(context, columnSums), new CrossEntropyKernels(context));
  }
}
