package org.echodc.operation.layer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Square convolution.
 *
 * @param bias FLOAT32 [out], added to every pixel of the result, if there is one
 * @param src FLOAT32 [batch, height, width, in]
 * @param dst FLOAT32, of {@link Filter#resultShape}
 */
public record Convolution(Filter filter, Optional<Tensor> bias, Tensor src, Tensor dst)
    implements Operation {

  /**
   * A filter and how it moves.
   *
   * @param weight FLOAT32 [kernel, kernel, in, out]
   * @param stride step between windows
   * @param padding zeros around the image on every side
   */
  public record Filter(Tensor weight, int stride, int padding) {

    /** Side of the window. */
    public int kernel() {
      return weight.shape().extent(0);
    }

    /** Channels of the result. */
    public int channels() {
      return weight.shape().extent(3);
    }

    /** Shape of the result for images of shape {@code src}. */
    public Shape resultShape(Shape src) {
      return Shape.of(
          src.extent(0),
          (src.extent(1) + 2 * padding - kernel()) / stride + 1,
          (src.extent(2) + 2 * padding - kernel()) / stride + 1,
          channels());
    }

    private void check(
        Arguments arguments, String srcName, Tensor src, String dstName, Tensor dst) {
      arguments.rank("weight", weight, DataType.FLOAT32, 4);
      int in = weight.shape().extent(2);
      arguments.floats("weight", weight, kernel(), kernel(), in, channels());
      arguments.atLeast("stride", 1, stride);
      arguments.atLeast("padding", 0, padding);
      arguments.rank(srcName, src, DataType.FLOAT32, 4);
      arguments.require(src.shape().extent(3) == in, srcName, "of " + in + " channels", src);
      arguments.sides(srcName, src, kernel() - 2 * padding);
      arguments.floats(dstName, dst, resultShape(src.shape()));
    }

    private long flops(Tensor dst) {
      Shape shape = dst.shape();
      return 2 * weight.shape().elements() * (shape.elements() / shape.extent(3));
    }
  }

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this);
    filter.check(arguments, "src", src, "dst", dst);
    bias.ifPresent(added -> arguments.floats("bias", added, filter.channels()));
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /** {@code 2 kernel^2 in out} for each pixel of the result; each gradient the same. */
  @Override
  public long flops() {
    return filter.flops(dst);
  }

  /**
   * Gradient w.r.t. the input.
   *
   * @param dstGradient FLOAT32, like the result
   * @param srcGradient FLOAT32, like the input
   */
  public record BackwardInput(Filter filter, Tensor dstGradient, Tensor srcGradient)
      implements Operation {

    @Override
    public void check() {
      filter.check(Arguments.of(this), "srcGradient", srcGradient, "dstGradient", dstGradient);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }

    @Override
    public long flops() {
      return filter.flops(dstGradient);
    }
  }

  /**
   * Gradients w.r.t. the weight and the bias, summed over the batch. The filter's own weight gives
   * its shape and is not read.
   *
   * @param src FLOAT32, the input
   * @param dstGradient FLOAT32, like the result
   * @param weightGradient FLOAT32 [kernel, kernel, in, out]
   * @param biasGradient FLOAT32 [out], if there is a bias
   */
  public record BackwardWeight(
      Filter filter,
      Tensor src,
      Tensor dstGradient,
      Tensor weightGradient,
      Optional<Tensor> biasGradient)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = Arguments.of(this);
      filter.check(arguments, "src", src, "dstGradient", dstGradient);
      arguments.floats("weightGradient", weightGradient, filter.weight().shape());
      biasGradient.ifPresent(wanted -> arguments.floats("biasGradient", wanted, filter.channels()));
    }

    @Override
    public List<Tensor> writes() {
      return Stream.concat(Stream.of(weightGradient), biasGradient.stream()).toList();
    }

    @Override
    public List<Tensor> tensors() {
      return Stream.concat(Stream.of(src, dstGradient), writes().stream()).toList();
    }

    @Override
    public long flops() {
      return filter.flops(dstGradient);
    }
  }
}
