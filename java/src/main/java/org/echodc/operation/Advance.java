package org.echodc.operation;

import java.util.List;
import org.echodc.tensor.Tensor;

/**
 * Adds one to the counter that random keys read.
 *
 * @param step INT32 [1]
 */
public record Advance(Tensor step) implements Operation {

  @Override
  public void check() {
    Arguments.of(this).ints("step", step, 1);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(step);
  }

  @Override
  public List<Tensor> updates() {
    return writes();
  }
}
