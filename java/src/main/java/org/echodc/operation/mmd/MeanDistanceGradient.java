package org.echodc.operation.mmd;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * Gradient of the {@link MeanDistance} of each class w.r.t. its synthetic features, {@code 2 / M
 * (mean(S) - mean(R))} for every one of them. Features are summed one by one, without a matrix
 * product, so that its {@link #flops} are 0.
 *
 * @param synthetic FLOAT32 [classes, M, D]
 * @param real FLOAT32 [classes, N, D]
 * @param gradient FLOAT32 [classes, M, D]
 * @param loss FLOAT32 [classes], the squared distances themselves, where they are wanted
 */
public record MeanDistanceGradient(
    Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss)
    implements DiscrepancyGradient {

  @Override
  public String label() {
    return "mean distance gradient" + (loss.isPresent() ? ", with loss" : "");
  }
}
