package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.Mmd;
import org.echodc.tensor.Tensor;

/** Chooses how a discrepancy is computed. */
final class MmdKernels {
  private final MmdStatisticsKernels statistics;
  private final FusedMmdKernels fused;
  private final UnfusedMmdKernels unfused;

  MmdKernels(CudaContext context, PairProducts products) {
    statistics = new MmdStatisticsKernels(context);
    fused = new FusedMmdKernels(context, statistics);
    unfused = new UnfusedMmdKernels(context, statistics, products);
  }

  void mmd(Mmd mmd, Tensor synthetic, Tensor real, Tensor gradient, Optional<Tensor> loss) {
    MmdShape shape = MmdShape.of(synthetic, real);
    Mmd.Kernel kernel = mmd.kernel();
    boolean isFused = mmd.implementation() == Mmd.Implementation.FUSED;
    if (kernel == Mmd.Kernel.MEAN || kernel == Mmd.Kernel.LINEAR && isFused) {
      // with the linear kernel the discrepancy is the squared distance of the means
      statistics.meanDistance(shape, synthetic, real, gradient, loss);
    } else if (isFused) {
      fused.mmd(KernelFunction.of(kernel), shape, synthetic, real, gradient, loss);
    } else {
      unfused.mmd(KernelFunction.of(kernel), shape, synthetic, real, gradient, loss);
    }
  }
}
