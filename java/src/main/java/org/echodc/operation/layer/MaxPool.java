package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Max pooling: the largest number of each window, a channel at a time. A NaN in a window is its
 * result.
 *
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst FLOAT32, of {@link Window#resultShape}
 */
public record MaxPool(Window window, Tensor src, Tensor dst) implements Operation {

  /**
   * A square window and how it moves; a last row or column that no whole window reaches is dropped.
   *
   * @param kernel side of the window
   * @param stride step between windows
   * @param padding pixels around the image on every side, which are never the largest
   */
  public record Window(int kernel, int stride, int padding) {

    /**
     * A window.
     *
     * @throws IllegalArgumentException if kernel or stride is below 1, or the padding is negative
     *     or so wide that a window could hold nothing else
     */
    public Window {
      new Arguments("maxPool")
          .atLeast("kernel", 1, kernel)
          .atLeast("stride", 1, stride)
          .require(
              padding >= 0 && padding < kernel, "padding", "from 0 to " + (kernel - 1), padding);
    }

    /**
     * Shape of the result for images of shape {@code src}.
     *
     * @throws IllegalArgumentException if the images with their padding are smaller than a window
     */
    public Shape resultShape(Shape src) {
      return Shape.of(src.extent(0), windows(src.extent(1)), windows(src.extent(2)), src.extent(3));
    }

    private int windows(int side) {
      return Math.floorDiv(side + 2 * padding - kernel, stride) + 1;
    }

    private Arguments check(Operation operation, Tensor src, Tensor dst) {
      return Arguments.of(operation)
          .images("src", src, kernel - 2 * padding)
          .floats("dst", dst, resultShape(src.shape()));
    }
  }

  @Override
  public void check() {
    window.check(this, src, dst);
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradient: that of a result goes to the first element of the window, row by row, that is
   * equal to it, NaN being equal to NaN. An element that several windows chose gets the sum over
   * them, row by row too.
   *
   * @param src of the forward pass
   * @param dst of the forward pass
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   */
  public record Backward(
      Window window, Tensor src, Tensor dst, Tensor dstGradient, Tensor srcGradient)
      implements Operation {

    @Override
    public void check() {
      window
          .check(this, src, dst)
          .floats("dstGradient", dstGradient, dst.shape())
          .floats("srcGradient", srcGradient, src.shape());
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }
  }
}
