package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * 2x2 average pooling of stride 2; an odd last row or column is dropped.
 *
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst FLOAT32, of {@link #resultShape}
 */
public record AveragePool(Tensor src, Tensor dst) implements Operation {

  /** Shape of the result for images of shape {@code src}. */
  public static Shape resultShape(Shape src) {
    return Shape.of(src.extent(0), src.extent(1) / 2, src.extent(2) / 2, src.extent(3));
  }

  @Override
  public void check() {
    Arguments.of(this).images("src", src, 2).floats("dst", dst, resultShape(src.shape()));
  }

  @Override
  public List<Tensor> writes() {
    return List.of(dst);
  }

  /**
   * Its gradient; a dropped row or column gets 0.
   *
   * @param dstGradient w.r.t. the result
   * @param srcGradient w.r.t. the input
   */
  public record Backward(Tensor dstGradient, Tensor srcGradient) implements Operation {

    @Override
    public void check() {
      Arguments.of(this)
          .images("srcGradient", srcGradient, 2)
          .floats("dstGradient", dstGradient, resultShape(srcGradient.shape()));
    }

    @Override
    public List<Tensor> writes() {
      return List.of(srcGradient);
    }
  }
}
