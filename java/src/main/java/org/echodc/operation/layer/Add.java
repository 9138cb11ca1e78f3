package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/**
 * Elementwise sum.
 *
 * @param left FLOAT32, any shape
 * @param right like {@code left}
 * @param dst like {@code left}
 */
public record Add(Tensor left, Tensor right, Tensor dst) implements Operation {

  @Override
  public void check() {
    Arguments.of(this)
        .floats("left", left, left.shape())
        .floats("right", right, left.shape())
        .floats("dst", dst, left.shape());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }
}
