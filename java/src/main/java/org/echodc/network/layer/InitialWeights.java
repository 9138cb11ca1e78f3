package org.echodc.network.layer;

/** From what the weights of a convolution are drawn. */
public enum InitialWeights {
  /** Uniform in +-1/sqrt(fan-in), the numbers that go into one result. */
  UNIFORM_BY_FAN_IN,
  /** Normal with variance 2/fan-out, the results that one number goes into. */
  NORMAL_BY_FAN_OUT
}
