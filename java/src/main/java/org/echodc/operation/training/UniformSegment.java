package org.echodc.operation.training;

import java.util.List;

/**
 * A run of consecutive elements drawn uniformly from [low, high); equal bounds give a constant.
 *
 * @param size number of elements
 * @param low lower bound
 * @param high upper bound
 */
public record UniformSegment(int size, float low, float high) implements InitialSegment {

  @Override
  public Distribution distribution() {
    return Distribution.UNIFORM;
  }

  @Override
  public List<Float> parameters() {
    return List.of(low, high);
  }
}
