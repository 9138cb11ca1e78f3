package org.echodc.device.cuda;

import org.echodc.operation.Convolution;
import org.echodc.tensor.Tensor;

/** Convolutions, as {@link org.echodc.device.Device} describes them. */
public interface Convolutions {

  /** See {@link org.echodc.device.Device#convolutionForward}. */
  void forward(Convolution.Filter convolution, Tensor src, Tensor dst);

  /** See {@link org.echodc.device.Device#convolutionBackwardInput}. */
  void backwardInput(Convolution.Filter convolution, Tensor dstGradient, Tensor srcGradient);

  /** See {@link org.echodc.device.Device#convolutionBackwardWeight}. */
  void backwardWeight(
      Convolution.Filter convolution, Tensor src, Tensor dstGradient, Tensor weightGradient);
}
