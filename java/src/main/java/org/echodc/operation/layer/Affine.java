package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * What follows a normalisation: {@code scale h + shift}; or the gradients w.r.t. the two.
 *
 * @param scale FLOAT32
 * @param shift FLOAT32, of the shape of {@code scale}
 */
public record Affine(Tensor scale, Tensor shift) {

  Arguments check(Arguments arguments, Shape shape) {
    return arguments.floats("scale", scale, shape).floats("shift", shift, shape);
  }

  List<Tensor> both() {
    return List.of(scale, shift);
  }
}
