package org.echodc.device.cuda.mmd;

import org.echodc.tensor.Tensor;

/**
 * Sizes of the features that a discrepancy is of.
 *
 * @param classes classes K
 * @param synthetic synthetic features M of a class
 * @param real real features N of a class
 * @param dimensions numbers D of a feature
 */
public record FeatureShape(int classes, int synthetic, int real, int dimensions) {

  /** Of features [K, M, D] and [K, N, D]. */
  public static FeatureShape of(Tensor synthetic, Tensor real) {
    return new FeatureShape(
        synthetic.shape().extent(0),
        synthetic.shape().extent(1),
        real.shape().extent(1),
        synthetic.shape().extent(2));
  }

  /** All features n = M + N of a class. */
  public int rows() {
    return synthetic + real;
  }
}
