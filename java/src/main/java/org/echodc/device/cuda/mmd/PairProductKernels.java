package org.echodc.device.cuda.mmd;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.MatrixTile;
import org.echodc.tensor.Tensor;

/** Launches the matrix products of {@code mmd_unfused.cu}. */
public final class PairProductKernels implements PairProducts {
  private final Kernel gram;
  private final Kernel gradient;

  public PairProductKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "mmd_unfused");
    gram = module.kernel("mmdGram");
    gradient = module.kernel("mmdUnfusedGradient");
  }

  @Override
  public void gram(Features features, Tensor dst) {
    FeatureShape shape = features.shape();
    gram.launch(
        MatrixTile.grid(shape.rows(), shape.rows(), shape.classes()), features.rowArguments(), dst);
  }

  @Override
  public void gradient(Features features, Tensor weights, Optional<Tensor> weightSums, Tensor dst) {
    FeatureShape shape = features.shape();
    gradient.launch(
        MatrixTile.grid(shape.synthetic(), shape.dimensions(), shape.classes()),
        features.rowArguments(),
        weights,
        weightSums,
        dst);
  }
}
