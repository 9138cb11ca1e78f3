package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/**
 * Negative numbers become 0; NaN stays NaN.
 *
 * @param src FLOAT32, any shape
 * @param dst like {@code src}
 */
public record Relu(Tensor src, Tensor dst) implements Operation {

  @Override
  public void check() {
    Arguments.of(this).floats("src", src, src.shape()).floats("dst", dst, src.shape());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradient: that of the result where the result is positive or NaN, else 0.
   *
   * @param dst the result of the forward pass
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   */
  public record Backward(Tensor dst, Tensor dstGradient, Tensor srcGradient) implements Operation {

    @Override
    public void check() {
      Arguments.of(this)
          .floats("dst", dst, dst.shape())
          .floats("dstGradient", dstGradient, dst.shape())
          .floats("srcGradient", srcGradient, dst.shape());
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }
  }
}
