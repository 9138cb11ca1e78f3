package org.echodc.network;

import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Shape;

/**
 * One parameter tensor of a layer and how it begins.
 *
 * @param name within its layer
 * @param shape its extents
 * @param initial its part of the initial distribution of all parameters
 */
public record Parameter(String name, Shape shape, InitialSegment initial) {

  /** Uniform in +-1/sqrt(fan-in), the values that go into one result. */
  public static Parameter byFanIn(String name, Shape shape, int fanIn) {
    float bound = (float) (1 / Math.sqrt(fanIn));
    return new Parameter(name, shape, new UniformSegment(size(shape), -bound, bound));
  }

  /**
   * Normal with mean 0 and variance 2/fan-out, the results that one value goes into (He et al.,
   * ICCV 2015).
   */
  public static Parameter byFanOut(String name, Shape shape, int fanOut) {
    float deviation = (float) Math.sqrt(2.0 / fanOut);
    return new Parameter(name, shape, new NormalSegment(size(shape), 0, deviation));
  }

  /** The same number everywhere. */
  public static Parameter constant(String name, Shape shape, float value) {
    return new Parameter(name, shape, new UniformSegment(size(shape), value, value));
  }

  private static int size(Shape shape) {
    return Math.toIntExact(shape.elements());
  }
}
