package org.echodc.operation.layer;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Statistics of a normalisation, saved for the backward pass: one of each for every set of numbers
 * that are normalised together.
 *
 * @param mean FLOAT32
 * @param inverseStd FLOAT32, 1 / sqrt(variance + {@link InstanceNorm#EPSILON}) with the biased
 *     variance
 */
public record Moments(Tensor mean, Tensor inverseStd) {

  Arguments check(Arguments arguments, Shape shape) {
    return arguments.floats("mean", mean, shape).floats("inverseStd", inverseStd, shape);
  }

  /** What a normalisation writes with this result. */
  List<Tensor> writtenWith(Tensor dst) {
    return List.of(mean, inverseStd, dst);
  }
}
