package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Softmax cross-entropy, mean over the batch, and its gradient.
 *
 * @param logits FLOAT32 [batch, classes]
 * @param loss FLOAT32 [1]
 * @param gradient FLOAT32 [batch, classes]
 */
public record SoftmaxCrossEntropy(Tensor logits, MixedLabels labels, Tensor loss, Tensor gradient)
    implements Operation {

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this);
    arguments.rank("logits", logits, DataType.FLOAT32, 2);
    labels.check(arguments, logits.shape().extent(0));
    arguments.floats("loss", loss, 1);
    arguments.floats("gradient", gradient, logits.shape());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(loss, gradient);
  }
}
