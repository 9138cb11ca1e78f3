package org.echodc.device.cuda.mmd;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * The two matrix products of a discrepancy that is computed step by step. With S [M, D] and R [N,
 * D] of a class, n = M + N and the mean subtracted from every row where there are means, Z = [S; R]
 * is [n, D].
 */
public interface PairProducts {

  /**
   * {@code gram = Z Z^T} of each class.
   *
   * @param gram [K, n, n]
   */
  void gram(Features features, Tensor gram);

  /**
   * {@code gradient = weightSums S - weights Z} of each class, the first product row by row.
   * Follows {@link #gram} of the same features.
   *
   * @param weights [K, M, n]
   * @param weightSums [K, M], absent for 0
   * @param gradient [K, M, D]
   */
  void gradient(Features features, Tensor weights, Optional<Tensor> weightSums, Tensor gradient);
}
