package org.echodc.device.cuda;

import org.echodc.operation.MixedLabels;
import org.echodc.tensor.Tensor;

/** Softmax cross-entropy, as {@link org.echodc.device.Device} describes it. */
@FunctionalInterface
public interface CrossEntropy {

  /** See {@link org.echodc.device.Device#softmaxCrossEntropy}. */
  void softmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient);
}
