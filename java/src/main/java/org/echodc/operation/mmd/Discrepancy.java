package org.echodc.operation.mmd;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/** How far synthetic features are from real ones of their class. */
public sealed interface Discrepancy permits Mmd, MeanDistance {

  /**
   * The operation that computes its gradient w.r.t. the synthetic features.
   *
   * @param synthetic FLOAT32 [classes, M, D]
   * @param real FLOAT32 [classes, N, D]
   * @param gradient FLOAT32 [classes, M, D]
   * @param loss FLOAT32 [classes], the discrepancies themselves, where they are wanted
   */
  DiscrepancyGradient gradient(
      Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss);
}
