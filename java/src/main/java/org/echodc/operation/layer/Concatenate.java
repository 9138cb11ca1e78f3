package org.echodc.operation.layer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The channels of one image behind those of another, pixel by pixel.
 *
 * @param left FLOAT32 [batch, height, width, channels]
 * @param right like {@code left}, with channels of its own
 * @param dst FLOAT32, of {@link #resultShape}
 */
public record Concatenate(Tensor left, Tensor right, Tensor dst) implements Operation {

  /**
   * Shape of the result for images of these shapes.
   *
   * @throws IllegalArgumentException if they differ in more than their channels
   */
  public static Shape resultShape(Shape left, Shape right) {
    if (!withChannels(right, left.extent(3)).equals(left)) {
      throw new IllegalArgumentException(
          "values of shapes " + left + " and " + right + " cannot be concatenated");
    }
    return withChannels(left, left.extent(3) + right.extent(3));
  }

  private static Shape withChannels(Shape images, int channels) {
    return Shape.of(images.extent(0), images.extent(1), images.extent(2), channels);
  }

  @Override
  public void check() {
    Arguments arguments = Arguments.of(this).images("left", left, 1).images("right", right, 1);
    Shape ofRight = withChannels(left.shape(), right.shape().extent(3));
    arguments.floats("right", right, ofRight);
    arguments.floats("dst", dst, resultShape(left.shape(), right.shape()));
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradients: the first channels, and the last ones.
   *
   * @param dstGradient w.r.t. the result
   * @param leftGradient w.r.t. the left input, where wanted
   * @param rightGradient w.r.t. the right input, where wanted
   */
  public record Backward(
      Tensor dstGradient, Optional<Tensor> leftGradient, Optional<Tensor> rightGradient)
      implements Operation {

    @Override
    public void check() {
      Arguments arguments = Arguments.of(this).images("dstGradient", dstGradient, 1);
      leftGradient.ifPresent(wanted -> checkPart(arguments, "leftGradient", wanted));
      rightGradient.ifPresent(wanted -> checkPart(arguments, "rightGradient", wanted));
      int channels = writes().stream().mapToInt(wanted -> wanted.shape().extent(3)).sum();
      boolean both = leftGradient.isPresent() && rightGradient.isPresent();
      int all = dstGradient.shape().extent(3);
      arguments.require(
          both ? channels == all : channels < all,
          "dstGradient",
          both ? "of " + channels + " channels" : "of more than " + channels + " channels",
          dstGradient);
    }

    private void checkPart(Arguments arguments, String name, Tensor wanted) {
      arguments.images(name, wanted, 1);
      int channels = wanted.shape().extent(3);
      arguments.floats(name, wanted, withChannels(dstGradient.shape(), channels));
    }

    @Override
    public List<Tensor> writes() {
      return Stream.concat(leftGradient.stream(), rightGradient.stream()).toList();
    }
  }
}
