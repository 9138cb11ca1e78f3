package org.echodc.network;

import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Shape;

/**
 * One parameter tensor of a layer and how it begins.
 *
 * @param name within its layer
 * @param shape its extents
 * @param low lower bound of the uniform initial distribution
 * @param high upper bound; equal bounds give a constant
 */
public record Parameter(String name, Shape shape, float low, float high) {

  /** Uniform in +-1/sqrt(fan-in), the values that go into one result. */
  public static Parameter byFanIn(String name, Shape shape, int fanIn) {
    float bound = (float) (1 / Math.sqrt(fanIn));
    return new Parameter(name, shape, -bound, bound);
  }

  /** The same number everywhere. */
  public static Parameter constant(String name, Shape shape, float value) {
    return new Parameter(name, shape, value, value);
  }

  /** Its part of the initial distribution of all parameters. */
  UniformSegment segment() {
    return new UniformSegment(Math.toIntExact(shape.elements()), low, high);
  }
}
