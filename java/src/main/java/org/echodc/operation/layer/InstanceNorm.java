package org.echodc.operation.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Instance normalisation with affine, over the pixels of each image and channel: {@code scale (x -
 * mean) / sqrt(variance + epsilon) + shift}, optionally followed by ReLU. Variance is the biased
 * one.
 *
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst like {@code src}
 * @param statistics saved for the backward pass; written
 */
public record InstanceNorm(Affine affine, Tensor src, Tensor dst, Statistics statistics)
    implements Operation {

  /** Added to the variance under the root. */
  public static final float EPSILON = 1e-5f;

  /**
   * What follows normalisation.
   *
   * @param scale FLOAT32 [channels]
   * @param shift FLOAT32 [channels]
   * @param relu whether negative results become 0
   */
  public record Affine(Tensor scale, Tensor shift, boolean relu) {}

  /**
   * Statistics saved for the backward pass.
   *
   * @param mean FLOAT32 [batch, channels]
   * @param inverseStd FLOAT32 [batch, channels], 1 / sqrt(variance + epsilon)
   */
  public record Statistics(Tensor mean, Tensor inverseStd) {}

  private static Arguments check(
      Arguments arguments, Affine affine, Tensor src, Statistics statistics) {
    arguments.rank("src", src, DataType.FLOAT32, 4);
    Shape shape = src.shape();
    int channels = shape.extent(3);
    arguments.floats("scale", affine.scale(), channels);
    arguments.floats("shift", affine.shift(), channels);
    arguments.floats("mean", statistics.mean(), shape.extent(0), channels);
    return arguments.floats("inverseStd", statistics.inverseStd(), shape.extent(0), channels);
  }

  @Override
  public void check() {
    check(Arguments.of(this), affine, src, statistics).floats("dst", dst, src.shape());
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst, statistics.mean(), statistics.inverseStd());
  }

  /**
   * Gradients w.r.t. the parameters.
   *
   * @param scale FLOAT32 [channels], summed over the batch
   * @param shift FLOAT32 [channels], summed over the batch
   */
  public record Gradients(Tensor scale, Tensor shift) {}

  /**
   * Gradients of an instance normalisation.
   *
   * @param src forward input
   * @param statistics of the forward pass
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   * @param gradients w.r.t. the parameters, where wanted
   */
  public record Backward(
      Affine affine,
      Tensor src,
      Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      Optional<Gradients> gradients)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments =
          InstanceNorm.check(Arguments.of(this), affine, src, statistics)
              .floats("dstGradient", dstGradient, src.shape())
              .floats("srcGradient", srcGradient, src.shape());
      gradients.ifPresent(
          wanted ->
              arguments
                  .floats("scaleGradient", wanted.scale(), affine.scale().shape())
                  .floats("shiftGradient", wanted.shift(), affine.shift().shape()));
    }

    @Override
    public List<Tensor> writes() {
      List<Tensor> written = new ArrayList<>(List.of(srcGradient));
      gradients.ifPresent(wanted -> written.addAll(List.of(wanted.scale(), wanted.shift())));
      return written;
    }
  }
}
