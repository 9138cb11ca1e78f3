package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/**
 * A smooth or leaky activation function of every number; NaN stays NaN. {@link Relu} stands by
 * itself, for its gradient needs the result alone and normalisations take it in.
 *
 * @param src FLOAT32, any shape
 * @param dst like {@code src}
 */
public record Activation(Function function, Tensor src, Tensor dst) implements Operation {

  /** Which function; {@code native/shared/activation_function.h} lists them in this order. */
  public enum Function {
    /** {@code x}, or {@code 0.01 x} below 0. */
    LEAKY_RELU,
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID,
    /** {@code x / (1 + exp(-x))}. */
    SWISH
  }

  @Override
  public void check() {
    Arguments.of(this).floats("src", src, src.shape()).floats("dst", dst, src.shape());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradient, from the input: the result of a sigmoid near 1 has lost the digits that its slope
   * is made of.
   *
   * @param src of the forward pass
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   */
  public record Backward(Function function, Tensor src, Tensor dstGradient, Tensor srcGradient)
      implements Operation {

    @Override
    public void check() {
      Arguments.of(this)
          .floats("src", src, src.shape())
          .floats("dstGradient", dstGradient, src.shape())
          .floats("srcGradient", srcGradient, src.shape());
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }
  }
}
