package org.echodc.device.cuda.image;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.CutMix;
import org.echodc.tensor.Shape;

/** Launches {@code cut_mix.cu}. */
public final class CutMixKernels {
  private static final int THREADS = 256;

  private final Kernel cutMix;

  public CutMixKernels(CudaContext context) {
    cutMix = new KernelModule(context, "cut_mix").kernel("cutMix");
  }

  public void cutMix(CutMix op) {
    RandomKey key = op.key();
    Shape shape = op.src().shape();
    cutMix.launch(
        Grid.of(shape.extent(0), THREADS),
        key.seed(),
        key.purpose().ordinal(),
        key.step(),
        key.period(),
        op.probability(),
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        op.src(),
        op.labels().labels(),
        op.dst(),
        op.labels().partners(),
        op.labels().weight());
  }
}
