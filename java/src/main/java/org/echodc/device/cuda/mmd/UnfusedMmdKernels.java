package org.echodc.device.cuda.mmd;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.MatrixTile;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code mmd_unfused.cu}, step by step, around two matrix products or, for kernels of
 * differences, what takes their place.
 */
public final class UnfusedMmdKernels {
  private static final int THREADS = 256;
  private static final int SHARED_BYTES = Grid.WARP * Double.BYTES;

  private final CudaContext context;
  private final MmdStatisticsKernels statistics;
  private final PairProducts products;
  private final Kernel pairDistances;
  private final Kernel differenceGradient;
  private final Kernel norms;
  private final Kernel distances;
  private final Kernel bandwidth;
  private final Kernel addExponential;
  private final Kernel kernelOfDots;
  private final Kernel rowSums;
  private final Kernel loss;

  /** Loads them, to be launched around these products. */
  public UnfusedMmdKernels(CudaContext context, PairProducts products) {
    this(context, products, new MmdStatisticsKernels(context));
  }

  public UnfusedMmdKernels(
      CudaContext context, PairProducts products, MmdStatisticsKernels statistics) {
    this.context = context;
    this.statistics = statistics;
    this.products = products;
    KernelModule module = new KernelModule(context, "mmd_unfused");
    pairDistances = module.kernel("mmdPairDistances");
    differenceGradient = module.kernel("mmdUnfusedDifferenceGradient");
    norms = module.kernel("mmdNorms");
    distances = module.kernel("mmdDistances");
    bandwidth = module.kernel("mmdBandwidth");
    addExponential = module.kernel("mmdAddExponential");
    kernelOfDots = module.kernel("mmdKernelOfDots");
    rowSums = module.kernel("mmdRowSums");
    loss = module.kernel("mmdLoss");
  }

  /** Matrices of pairs of all classes. */
  private record Pairs(Tensor gram, Tensor kernels, Tensor weights) {}

  /** Whether a discrepancy is computed step by step. */
  public boolean supports(MmdGradient op) {
    return op.mmd().implementation() == Mmd.Implementation.UNFUSED;
  }

  /** Runs a discrepancy. */
  public void run(MmdGradient op) {
    KernelFunction kernel = KernelFunction.of(op.mmd().kernel());
    Tensor synthetic = op.synthetic();
    Tensor real = op.real();
    FeatureShape shape = FeatureShape.of(synthetic, real);
    int m = shape.synthetic();
    int n = shape.rows();
    long rows = (long) shape.classes() * n;
    Features features =
        new Features(
            shape,
            synthetic,
            real,
            kernel.usesBandwidth()
                ? Optional.of(statistics.statistics(shape, synthetic, real).means())
                : Optional.empty());
    Pairs pairs =
        new Pairs(
            context.workspace("mmd gram", rows * n),
            context.workspace("mmd kernels", rows * n),
            context.workspace("mmd weights", (long) shape.classes() * m * n));
    if (kernel.ofDifferences()) {
      pairDistances.launch(
          MatrixTile.grid(n, n, shape.classes()),
          m,
          n,
          shape.dimensions(),
          synthetic,
          real,
          pairs.gram());
    } else {
      products.gram(features, pairs.gram());
    }
    if (kernel.ofDistances()) {
      exponentials(kernel, shape, pairs);
    } else {
      kernelOfDots.launch(
          rowBlocks(shape), kernel.number(), m, n, pairs.gram(), pairs.kernels(), pairs.weights());
    }
    Tensor kernelSums = context.doubles("mmd kernel sums", 2 * rows);
    Tensor weightSums = context.workspace("mmd weight sums", (long) shape.classes() * m);
    rowSums.launch(
        rowBlocks(shape), m, n, pairs.kernels(), pairs.weights(), kernelSums, weightSums);
    op.loss().ifPresent(wanted -> loss.launch(classBlocks(shape), m, n, kernelSums, wanted));
    if (kernel.ofDifferences()) {
      differenceGradient.launch(
          MatrixTile.grid(m, shape.dimensions(), shape.classes()),
          m,
          n,
          shape.dimensions(),
          synthetic,
          real,
          pairs.weights(),
          op.gradient());
    } else {
      products.gradient(
          features,
          pairs.weights(),
          kernel.usesBandwidth() ? Optional.of(weightSums) : Optional.empty(),
          op.gradient());
    }
  }

  private void exponentials(KernelFunction kernel, FeatureShape shape, Pairs pairs) {
    Optional<Tensor> inverse =
        kernel.usesBandwidth() ? Optional.of(bandwidths(shape, pairs)) : Optional.empty();
    for (int i = 0; i < kernel.exponentials(); ++i) {
      addExponential.launch(
          rowBlocks(shape),
          kernel.number(),
          shape.synthetic(),
          shape.rows(),
          i,
          inverse,
          pairs.gram(),
          pairs.kernels(),
          pairs.weights());
    }
  }

  /** Makes squared distances of dot products; returns the inverse bandwidths [K]. */
  private Tensor bandwidths(FeatureShape shape, Pairs pairs) {
    int n = shape.rows();
    Tensor squares = context.workspace("mmd norms", (long) shape.classes() * n);
    Tensor distanceSums = context.doubles("mmd distance sums", (long) shape.classes() * n);
    norms.launch(
        Grid.of(Grid.blocks(n, THREADS), shape.classes(), THREADS), n, pairs.gram(), squares);
    distances.launch(rowBlocks(shape), n, squares, pairs.gram(), distanceSums);
    Tensor inverse = context.workspace("mmd bandwidths", shape.classes());
    bandwidth.launch(classBlocks(shape), n, distanceSums, inverse);
    return inverse;
  }

  private static Grid rowBlocks(FeatureShape shape) {
    return Grid.of(shape.rows(), shape.classes(), THREADS).withShared(SHARED_BYTES);
  }

  private static Grid classBlocks(FeatureShape shape) {
    return Grid.of(shape.classes(), THREADS).withShared(SHARED_BYTES);
  }
}
