package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Group normalisation (Wu and He, ECCV 2018): each image's channels are cut into groups of
 * neighbours, and a group is normalised over its pixels and channels together; then affine for each
 * channel.
 *
 * @param groups of as many channels each
 * @param affine [channels]
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst like {@code src}
 * @param moments [batch, groups]; written
 */
public record GroupNorm(int groups, Affine affine, Tensor src, Tensor dst, Moments moments)
    implements Operation {

  /**
   * Refuses groups that the channels cannot be cut into.
   *
   * @param channels of the images
   * @throws IllegalArgumentException if there are none, or they would differ in size
   */
  public static void check(int groups, int channels) {
    check(new Arguments("groupNorm"), groups, channels);
  }

  private static Arguments check(Arguments arguments, int groups, int channels) {
    return arguments
        .atLeast("groups", 1, groups)
        .require(
            channels % groups == 0, "groups", "a divisor of " + channels + " channels", groups);
  }

  private static Arguments check(Operation operation, int groups, Tensor src, Moments moments) {
    Arguments arguments = Arguments.of(operation).images("src", src, 1);
    check(arguments, groups, src.shape().extent(3));
    return moments.check(arguments, Shape.of(src.shape().extent(0), groups));
  }

  private static Shape ofChannels(Tensor src) {
    return Shape.of(src.shape().extent(3));
  }

  @Override
  public void check() {
    affine
        .check(check(this, groups, src, moments), ofChannels(src))
        .floats("dst", dst, src.shape());
  }

  @Override
  public List<Tensor> writes() {
    return moments.writtenWith(dst);
  }

  /**
   * Its gradients.
   *
   * @param scale of the forward pass
   * @param src of the forward pass
   * @param moments of the forward pass
   */
  public record Backward(
      int groups, Tensor scale, Tensor src, Moments moments, NormGradients gradients)
      implements Operation {

    @Override
    public void check() {
      Shape channels = ofChannels(src);
      Arguments arguments =
          GroupNorm.check(this, groups, src, moments).floats("scale", scale, channels);
      gradients.check(arguments, src.shape(), channels);
    }

    @Override
    public List<Tensor> writes() {
      return gradients.wanted();
    }
  }
}
