package org.echodc.operation.mmd;

import java.util.Locale;
import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * Gradient of the {@link Mmd} of each class w.r.t. its synthetic features.
 *
 * @param synthetic FLOAT32 [classes, M, D]
 * @param real FLOAT32 [classes, N, D]
 * @param gradient FLOAT32 [classes, M, D]
 * @param loss FLOAT32 [classes], the discrepancies themselves; where they are not wanted, the
 *     real-real term is not computed
 */
public record MmdGradient(
    Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss)
    implements DiscrepancyGradient {

  /**
   * For each class {@code 2 D (M (M + 1) / 2 + M N)} for the distances, each pair once, and {@code
   * 2 D M (M + N)} for the weighted sums of features; {@code 2 D N (N + 1) / 2} more, the distances
   * of the real pairs, where the loss is wanted.
   */
  @Override
  public long flops() {
    long m = synthetic.shape().extent(1);
    long n = real.shape().extent(1);
    long pairs = m * (m + 1) / 2 + m * n + m * (m + n) + (loss.isPresent() ? n * (n + 1) / 2 : 0);
    return 2L * synthetic.shape().extent(0) * synthetic.shape().extent(2) * pairs;
  }

  @Override
  public String label() {
    String how = mmd.implementation().name().toLowerCase(Locale.ROOT);
    return "mmd gradient " + how + (loss.isPresent() ? ", with loss" : "");
  }
}
