package org.echodc.operation.training;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/**
 * Counts rows whose largest entry (the first of equal ones) is at the label.
 *
 * @param logits FLOAT32 [batch, classes]
 * @param labels INT32 [batch]
 * @param correct INT32 [1]; the count is added to it
 */
public record CountCorrect(Tensor logits, Tensor labels, Tensor correct) implements Operation {

  @Override
  public void check() {
    Arguments.of(this)
        .rank("logits", logits, DataType.FLOAT32, 2)
        .ints("labels", labels, logits.shape().extent(0))
        .ints("correct", correct, 1);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(correct);
  }

  @Override
  public List<Tensor> updates() {
    return writes();
  }
}
