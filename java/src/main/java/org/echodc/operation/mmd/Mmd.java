package org.echodc.operation.mmd;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * A squared maximum mean discrepancy between synthetic features S [M, D] and real features R [N, D]
 * of each class: {@code mean_SS k - 2 mean_SR k + mean_RR k}, diagonals included.
 *
 * @param kernel the kernel k
 * @param implementation how it is computed; the result is the same
 */
public record Mmd(Kernel kernel, Implementation implementation) implements Discrepancy {

  /** Kernel function of two feature vectors a and b. */
  public enum Kernel {
    /**
     * Sum of five Gaussians {@code exp(-||a-b||^2 / (bw m))}, m = 1/4, 1/2, 1, 2, 4. The bandwidth
     * {@code bw = sum_ij ||z_i - z_j||^2 / (n^2 - n)} over all n = M + N features of the class is a
     * constant for the gradient. Equal features give bw = 0; then k = 5 and the gradient is 0.
     */
    GAUSSIAN,
    /** {@code a.b}. */
    LINEAR,
    /** {@code (a.b + 1)^2}. */
    POLYNOMIAL,
    /**
     * {@code sum_g exp(-g ||a-b||^2)}, g = 0.1, 1, 5: the published code's "Laplace". Without a
     * bandwidth only distances of order one matter, between features of any length; so distances
     * and gradient are sums over differences of features, which cancel nothing.
     */
    LAPLACE
  }

  /** How the discrepancy is computed. */
  public enum Implementation {
    /** Tile by tile; no n x n matrix is ever stored, so memory grows linearly with n. */
    FUSED,
    /**
     * Gram matrix by matrix product, exponentials, reductions and a second product; for {@link
     * Kernel#LAPLACE} without the products.
     */
    UNFUSED
  }

  /** The fused form of a kernel. */
  public static Mmd fused(Kernel kernel) {
    return new Mmd(kernel, Implementation.FUSED);
  }

  /** The unfused form of a kernel. */
  public static Mmd unfused(Kernel kernel) {
    return new Mmd(kernel, Implementation.UNFUSED);
  }

  @Override
  public MmdGradient gradient(
      Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss) {
    return new MmdGradient(this, synthetic, real, gradient, loss);
  }
}
