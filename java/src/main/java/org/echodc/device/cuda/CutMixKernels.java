package org.echodc.device.cuda;

import org.echodc.operation.MixedLabels;
import org.echodc.operation.RandomKey;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code cut_mix.cu}. */
final class CutMixKernels {
  private static final int THREADS = 256;

  private final Kernel cutMix;

  CutMixKernels(CudaContext context) {
    cutMix = new KernelModule(context, "cut_mix").kernel("cutMix");
  }

  void cutMix(RandomKey key, float probability, Tensor src, Tensor dst, MixedLabels labels) {
    Shape shape = src.shape();
    cutMix.launch(
        Grid.of(shape.extent(0), THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        probability,
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        src,
        labels.labels(),
        dst,
        labels.partners(),
        labels.weight());
  }
}
