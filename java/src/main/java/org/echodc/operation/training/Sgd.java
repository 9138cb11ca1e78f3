package org.echodc.operation.training;

import java.util.Optional;

/**
 * Stochastic gradient descent with momentum: {@code d = gradient + weightDecay p; v = momentum v +
 * d; p = p - learningRate v}, then p is clamped to the range if there is one.
 *
 * @param learningRate factor of the velocity
 * @param momentum factor of the previous velocity
 * @param weightDecay factor of the parameter that is added to its gradient
 * @param range bounds of the parameters
 */
public record Sgd(float learningRate, float momentum, float weightDecay, Optional<Range> range) {

  /**
   * Closed interval.
   *
   * @param low smallest value
   * @param high largest value
   */
  public record Range(float low, float high) {}
}
