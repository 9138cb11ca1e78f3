package org.echodc.device.cuda;

import java.util.List;
import java.util.Optional;
import org.echodc.device.operation.Mmd;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code mmd_unfused.cu}, step by step, around two matrix products. For the Laplace kernel
 * differences of features take their place.
 */
final class UnfusedMmdKernels {
  private static final int THREADS = 256;
  private static final int SHARED_BYTES = Grid.WARP * Double.BYTES;

  /** Factors of the inverse bandwidth, one exponential each. */
  private static final List<Float> GAUSSIANS = List.of(4f, 2f, 1f, 0.5f, 0.25f);

  /** Factors of the squared distance. */
  private static final List<Float> LAPLACE = List.of(0.1f, 1f, 5f);

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

  UnfusedMmdKernels(CudaContext context, MmdStatisticsKernels statistics, PairProducts products) {
    this.context = context;
    this.statistics = statistics;
    this.products = products;
    KernelModule module = new KernelModule(context, "mmd_unfused");
    pairDistances = module.kernel("mmdPairDistances");
    differenceGradient = module.kernel("mmdDifferenceGradient");
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

  void mmd(
      Mmd.Kernel kernel,
      MmdShape shape,
      Tensor synthetic,
      Tensor real,
      Tensor dst,
      Optional<Tensor> losses) {
    boolean gaussian = kernel == Mmd.Kernel.GAUSSIAN;
    boolean laplace = kernel == Mmd.Kernel.LAPLACE;
    int m = shape.synthetic();
    int n = shape.rows();
    long rows = (long) shape.classes() * n;
    Optional<Tensor> means =
        gaussian
            ? Optional.of(statistics.statistics(shape, synthetic, real).means())
            : Optional.empty();
    Pairs pairs =
        new Pairs(
            context.workspace("mmd gram", rows * n),
            context.workspace("mmd kernels", rows * n),
            context.workspace("mmd weights", (long) shape.classes() * m * n));
    if (laplace) {
      pairDistances.launch(
          MatrixTile.grid(n, n, shape.classes()),
          m,
          n,
          shape.dimensions(),
          synthetic,
          real,
          pairs.gram());
    } else {
      products.gram(shape, synthetic, real, means, pairs.gram());
    }
    if (gaussian || laplace) {
      exponentials(kernel, shape, pairs);
    } else {
      kernelOfDots.launch(
          rowBlocks(shape),
          MmdKernels.kind(kernel),
          m,
          n,
          pairs.gram(),
          pairs.kernels(),
          pairs.weights());
    }
    Tensor kernelSums = context.doubles("mmd kernel sums", 2 * rows);
    Tensor weightSums = context.workspace("mmd weight sums", (long) shape.classes() * m);
    rowSums.launch(
        rowBlocks(shape), m, n, pairs.kernels(), pairs.weights(), kernelSums, weightSums);
    losses.ifPresent(wanted -> loss.launch(classBlocks(shape), m, n, kernelSums, wanted));
    if (laplace) {
      differenceGradient.launch(
          MatrixTile.grid(m, shape.dimensions(), shape.classes()),
          m,
          n,
          shape.dimensions(),
          synthetic,
          real,
          pairs.weights(),
          dst);
      return;
    }
    products.gradient(
        shape,
        synthetic,
        real,
        means,
        pairs.weights(),
        gaussian ? Optional.of(weightSums) : Optional.empty(),
        dst);
  }

  private void exponentials(Mmd.Kernel kernel, MmdShape shape, Pairs pairs) {
    boolean gaussian = kernel == Mmd.Kernel.GAUSSIAN;
    int n = shape.rows();
    Optional<Tensor> inverse = gaussian ? Optional.of(bandwidths(shape, pairs)) : Optional.empty();
    boolean first = true;
    for (float factor : gaussian ? GAUSSIANS : LAPLACE) {
      addExponential.launch(
          rowBlocks(shape),
          shape.synthetic(),
          n,
          first ? 1 : 0,
          factor,
          inverse,
          pairs.gram(),
          pairs.kernels(),
          pairs.weights());
      first = false;
    }
  }

  /** Turns dot products into squared distances; returns the inverse bandwidths [K]. */
  private Tensor bandwidths(MmdShape shape, Pairs pairs) {
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

  private static Grid rowBlocks(MmdShape shape) {
    return Grid.of(shape.rows(), shape.classes(), THREADS).withShared(SHARED_BYTES);
  }

  private static Grid classBlocks(MmdShape shape) {
    return Grid.of(shape.classes(), THREADS).withShared(SHARED_BYTES);
  }
}
