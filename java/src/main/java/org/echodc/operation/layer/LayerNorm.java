package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Layer normalisation (Ba et al., 2016): each image is normalised over all its elements together;
 * then affine for each element.
 *
 * @param affine [height, width, channels]
 * @param src FLOAT32 [batch, height, width, channels]
 * @param dst like {@code src}
 * @param moments [batch]; written
 */
public record LayerNorm(Affine affine, Tensor src, Tensor dst, Moments moments)
    implements Operation {

  private static Arguments check(Operation operation, Tensor src, Moments moments) {
    Arguments arguments = Arguments.of(operation).images("src", src, 1);
    return moments.check(arguments, Shape.of(src.shape().extent(0)));
  }

  /** Shape of scale and shift for images of shape {@code src}. */
  public static Shape parameterShape(Shape src) {
    return Shape.of(src.extent(1), src.extent(2), src.extent(3));
  }

  @Override
  public void check() {
    affine
        .check(check(this, src, moments), parameterShape(src.shape()))
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
  public record Backward(Tensor scale, Tensor src, Moments moments, NormGradients gradients)
      implements Operation {

    @Override
    public void check() {
      Shape elements = parameterShape(src.shape());
      Arguments arguments = LayerNorm.check(this, src, moments).floats("scale", scale, elements);
      gradients.check(arguments, src.shape(), elements);
    }

    @Override
    public List<Tensor> writes() {
      return gradients.wanted();
    }
  }
}
