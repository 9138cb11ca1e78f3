package org.echodc.device.cuda.norm;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.tensor.Tensor;

/**
 * Each image's share of the gradients of a normalisation's parameters, in workspaces.
 *
 * @param scale FLOAT32 [images, channels]
 * @param shift FLOAT32 [images, channels]
 */
public record AffineSums(Tensor scale, Tensor shift) {

  public static AffineSums of(CudaContext context, int images, int channels) {
    long elements = (long) images * channels;
    return new AffineSums(
        context.workspace("norm scale sums", elements),
        context.workspace("norm shift sums", elements));
  }

  /** Adds the images' shares up. */
  public void add(
      ColumnSumKernels kernels, int images, Tensor scaleGradient, Tensor shiftGradient) {
    kernels.sum(images, scale, scaleGradient);
    kernels.sum(images, shift, shiftGradient);
  }
}
