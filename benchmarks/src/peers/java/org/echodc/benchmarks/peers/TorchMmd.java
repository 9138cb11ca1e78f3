package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.cdist;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.work.MmdSize;

/**
 * Squared maximum mean discrepancy of one class under the sum of five Gaussians of {@link
 * org.echodc.operation.mmd.Mmd.Kernel#GAUSSIAN}.
 */
public enum TorchMmd {
  /**
   * As in the published programs: all distances of [S; R] to each other (by matrix product within
   * {@code cdist}), five exponentials of each, and the means of three of its four blocks.
   */
  PUBLISHED {
    @Override
    Tensor loss(Tensor synthetic, Tensor real) {
      long m = synthetic.size(0);
      long n = real.size(0);
      Tensor kernels = Torch.only(() -> kernels(Torch.concatenate(synthetic, real)));
      Tensor ofSynthetic = kernels.narrow(0, 0, m);
      Tensor within = ofSynthetic.narrow(1, 0, m).mean();
      Tensor between = ofSynthetic.narrow(1, m, n).mean();
      Tensor ofReal = kernels.narrow(0, m, n).narrow(1, m, n).mean();
      return within.sub(between.mul(Torch.scalar(2))).add(ofReal);
    }

    private Tensor kernels(Tensor features) {
      long n = features.size(0);
      Tensor squares = Torch.only(() -> cdist(features, features).pow(Torch.scalar(2)));
      Tensor bandwidth = squares.detach().sum().div(Torch.scalar(n * n - n));
      Tensor bandwidths = Torch.floats(MULTIPLIERS, MULTIPLIERS.length, 1, 1).mul(bandwidth);
      return Torch.only(() -> squares.unsqueeze(0).neg().div(bandwidths).exp()).sum(0);
    }

    /** Distances, their squares and negatives, and five exponents and exponentials. */
    @Override
    long leastBytes(MmdSize size, boolean withLoss) {
      long n = (long) size.synthetic() + size.real();
      return Float.BYTES * (3 + 2 * (long) MULTIPLIERS.length) * n * n;
    }

    @Override
    Tensor objective(Tensor synthetic, Tensor real) {
      return loss(synthetic, real);
    }
  },

  /**
   * What PyTorch can do at best without kernels of its own: distances from norms and a matrix
   * product, one exponential and four squarings instead of five exponentials, the bandwidth in
   * closed form, and of real images among each other only a sum, if at all.
   */
  GEMM {
    @Override
    Tensor loss(Tensor synthetic, Tensor real) {
      Tensor factor = factor(synthetic, real);
      Tensor ofReal = Torch.withoutGradients(() -> meanKernel(real, real, factor));
      return objective(synthetic, real, factor).add(ofReal);
    }

    @Override
    Tensor objective(Tensor synthetic, Tensor real) {
      return objective(synthetic, real, factor(synthetic, real));
    }

    private Tensor objective(Tensor synthetic, Tensor real, Tensor factor) {
      Tensor within = Torch.only(() -> meanKernel(synthetic, synthetic, factor));
      Tensor between = Torch.only(() -> meanKernel(synthetic, real, factor));
      return within.sub(between.mul(Torch.scalar(2)));
    }

    /** -1 / (4 bandwidth), bandwidth = (2 n sum |z|^2 - 2 |sum z|^2) / (n^2 - n). */
    private Tensor factor(Tensor synthetic, Tensor real) {
      return Torch.withoutGradients(
          () -> {
            double n = synthetic.size(0) + real.size(0);
            Tensor sum = synthetic.sum(0).add(real.sum(0));
            Tensor norms = synthetic.square().sum().add(real.square().sum());
            return norms
                .mul(Torch.scalar(n))
                .sub(sum.square().sum())
                .mul(Torch.scalar(8 / (n * n - n)))
                .reciprocal()
                .neg();
          });
    }

    private Tensor meanKernel(Tensor left, Tensor right, Tensor factor) {
      Tensor distances = Torch.only(() -> squaredDistances(left, right));
      Tensor power = distances.mul(factor).exp_();
      distances.close();
      Tensor sum = power.clone();
      for (int squaring = 0; squaring < 4; squaring++) {
        Tensor square = power.square();
        power.close();
        power = square;
        sum = sum.add_(power);
      }
      return sum.mean();
    }

    private Tensor squaredDistances(Tensor left, Tensor right) {
      Tensor norms =
          left.square()
              .sum(new long[] {1}, true, SAME_TYPE)
              .add(right.square().sum(1).unsqueeze(0));
      return addmm(norms, left, right.t(), Torch.scalar(1), Torch.scalar(-2))
          .clamp_min_(Torch.scalar(0));
    }

    /**
     * Of synthetic images: distances and four powers, for the way back. Of synthetic with real ones:
     * these, a fifth power, the sum, and two gradients. Of real ones: a power, its square, the sum.
     */
    @Override
    long leastBytes(MmdSize size, boolean withLoss) {
      long m = size.synthetic();
      long n = size.real();
      return Float.BYTES * (5 * m * m + Math.max(9 * m * n, withLoss ? 3 * n * n : 0));
    }
  };

  private static final float[] MULTIPLIERS = {0.25f, 0.5f, 1, 2, 4};
  private static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();

  /** The discrepancy, a scalar to go back from. */
  abstract Tensor loss(Tensor synthetic, Tensor real);

  /** The loss, or less: a scalar with the same gradient. */
  abstract Tensor objective(Tensor synthetic, Tensor real);

  /** Bytes that one class needs at least, beside features and gradient. */
  abstract long leastBytes(MmdSize size, boolean withLoss);
}
