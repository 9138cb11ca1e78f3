package org.echodc.device.cuda;

import org.echodc.operation.Linear;
import org.echodc.tensor.Tensor;

/** Fully connected layers, as {@link org.echodc.device.Device} describes them. */
public interface LinearLayers {

  /** See {@link org.echodc.device.Device#linearForward}. */
  void forward(Linear.Parameters layer, Tensor src, Tensor dst);

  /** See {@link org.echodc.device.Device#linearBackward}. */
  void backward(
      Linear.Parameters layer,
      Tensor src,
      Tensor dstGradient,
      Tensor srcGradient,
      Linear.Parameters gradients);
}
