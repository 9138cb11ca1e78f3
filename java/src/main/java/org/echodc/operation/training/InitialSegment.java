package org.echodc.operation.training;

import java.util.List;

/** A run of consecutive elements that are drawn from one distribution. */
public sealed interface InitialSegment permits UniformSegment, NormalSegment {

  /** Distributions, in the order in which the native side counts them: {@code initial_value.h}. */
  enum Distribution {
    UNIFORM,
    NORMAL
  }

  /** Number of elements. */
  int size();

  /** From what they are drawn. */
  Distribution distribution();

  /** The two numbers that tell the distribution from others of its kind. */
  List<Float> parameters();
}
