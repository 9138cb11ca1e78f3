package org.echodc.operation.mmd;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * The squared distance {@code ||mean(S) - mean(R)||^2} of the means of synthetic features S [M, D]
 * and real features R [N, D] of each class: the first-order baseline DM (Zhao and Bilen, WACV
 * 2023).
 */
public record MeanDistance() implements Discrepancy {

  @Override
  public MeanDistanceGradient gradient(
      Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss) {
    return new MeanDistanceGradient(synthetic, real, gradient, loss);
  }
}
