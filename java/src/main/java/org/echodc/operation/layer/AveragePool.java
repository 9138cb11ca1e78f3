package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Average pooling: the mean of each window, a channel at a time.
 *
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst FLOAT32, of {@link Window#resultShape}
 */
public record AveragePool(Window window, Tensor src, Tensor dst) implements Operation {

  /**
   * A window and how it moves; a last row or column that no whole window reaches is dropped.
   *
   * @param height rows of the window
   * @param width columns of the window
   * @param stride step between windows, in both directions
   */
  public record Window(int height, int width, int stride) {
    /** 2x2 of stride 2: halves height and width. */
    public static final Window HALVING = square(2, 2);

    /**
     * A window.
     *
     * @throws IllegalArgumentException if height, width or stride is below 1
     */
    public Window {
      new Arguments("averagePool")
          .atLeast("height", 1, height)
          .atLeast("width", 1, width)
          .atLeast("stride", 1, stride);
    }

    /** A window as high as wide. */
    public static Window square(int side, int stride) {
      return new Window(side, side, stride);
    }

    /** Whether it is {@link #HALVING}, which devices have faster ways for. */
    public boolean isHalving() {
      return equals(HALVING);
    }

    /** The one window that covers images of shape {@code src}. */
    public static Window covering(Shape src) {
      return new Window(src.extent(1), src.extent(2), 1);
    }

    /**
     * Shape of the result for images of shape {@code src}.
     *
     * @throws IllegalArgumentException if the images are smaller than the window
     */
    public Shape resultShape(Shape src) {
      return Shape.of(
          src.extent(0),
          Math.floorDiv(src.extent(1) - height, stride) + 1,
          Math.floorDiv(src.extent(2) - width, stride) + 1,
          src.extent(3));
    }

    private void check(
        Operation operation, String srcName, Tensor src, String dstName, Tensor dst) {
      Arguments.of(operation)
          .images(srcName, src, 1)
          .require(
              src.shape().extent(1) >= height && src.shape().extent(2) >= width,
              srcName,
              "of height " + height + " and width " + width + " or more",
              src)
          .floats(dstName, dst, resultShape(src.shape()));
    }
  }

  @Override
  public void check() {
    window.check(this, "src", src, "dst", dst);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradient: an element gets its share of every window that holds it, summed row by row; one
   * that is in no window gets 0.
   *
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   */
  public record Backward(Window window, Tensor dstGradient, Tensor srcGradient)
      implements Operation {

    @Override
    public void check() {
      window.check(this, "srcGradient", srcGradient, "dstGradient", dstGradient);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }
  }
}
