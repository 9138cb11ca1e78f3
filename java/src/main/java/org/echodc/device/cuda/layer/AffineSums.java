package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.tensor.Tensor;

/**
 * Each image's share of the gradients of a normalisation's parameters, in workspaces.
 *
 * @param scale FLOAT32 [images, channels]
 * @param shift FLOAT32 [images, channels]
 */
record AffineSums(Tensor scale, Tensor shift) {

  static AffineSums of(CudaContext context, int images, int channels) {
    long elements = (long) images * channels;
    return new AffineSums(
        context.workspace("norm scale sums", elements),
        context.workspace("norm shift sums", elements));
  }

  /** Adds the images' shares up. */
  void add(ColumnSumKernels kernels, int images, Tensor scaleGradient, Tensor shiftGradient) {
    kernels.sum(images, scale, scaleGradient);
    kernels.sum(images, shift, shiftGradient);
  }
}
