package org.echodc.device.cuda;

import org.echodc.tensor.Tensor;

/** 2x2 average pooling, as {@link org.echodc.device.Device} describes it. */
public interface Pooling {

  /** See {@link org.echodc.device.Device#averagePoolForward}. */
  void forward(Tensor src, Tensor dst);

  /** See {@link org.echodc.device.Device#averagePoolBackward}. */
  void backward(Tensor dstGradient, Tensor srcGradient);
}
