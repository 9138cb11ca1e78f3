package org.echodc.operation.training;

import java.util.List;
import org.echodc.operation.Arguments;

/**
 * A run of consecutive elements drawn from a normal distribution, cut off at 5.8 deviations.
 *
 * @param size number of elements
 * @param mean its mean
 * @param deviation its standard deviation
 */
public record NormalSegment(int size, float mean, float deviation) implements InitialSegment {

  /**
   * A segment.
   *
   * @throws IllegalArgumentException if the deviation is negative or no number
   */
  public NormalSegment {
    new Arguments("initialize").require(deviation >= 0, "deviation", "at least 0", deviation);
  }

  @Override
  public Distribution distribution() {
    return Distribution.NORMAL;
  }

  @Override
  public List<Float> parameters() {
    return List.of(mean, deviation);
  }
}
