package org.echodc.device.cuda.norm;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.norm.AffineGradientKernels.Slices;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code batch_norm.cu}. */
public final class BatchNormKernels {
  private final CudaContext context;
  private final AffineGradientKernels affineGradients;
  private final Kernel moments;
  private final Kernel forward;
  private final Kernel backward;
  private final Kernel inference;

  public BatchNormKernels(CudaContext context, AffineGradientKernels affineGradients) {
    this.context = context;
    this.affineGradients = affineGradients;
    KernelModule module = new KernelModule(context, "batch_norm");
    moments = module.kernel("batchNormMoments");
    forward = module.kernel("batchNormForward");
    backward = module.kernel("batchNormBackward");
    inference = module.kernel("batchNormInference");
  }

  private static Slices slices(Shape src) {
    int channels = src.extent(3);
    return new Slices(Math.toIntExact(src.elements() / channels), channels);
  }

  public void forward(BatchNorm op) {
    Slices slices = slices(op.src().shape());
    Tensor means = slices.workspace(context, "batch norm means");
    Tensor squares = slices.workspace(context, "batch norm squares");
    moments.launch(
        slices.grid(), slices.rows(), slices.columns(), slices.size(), op.src(), means, squares);
    forward.launch(
        slices.grid(),
        slices.rows(),
        slices.columns(),
        slices.size(),
        BatchNorm.MOMENTUM,
        means,
        squares,
        op.affine().scale(),
        op.affine().shift(),
        op.src(),
        op.dst(),
        op.moments().mean(),
        op.moments().inverseStd(),
        op.running().map(BatchNorm.Running::mean),
        op.running().map(BatchNorm.Running::variance));
  }

  public void backward(BatchNorm.Backward op) {
    Slices slices = slices(op.src().shape());
    Affine sums =
        affineGradients.ofSlices(
            slices,
            new AffineGradientKernels.Normalized(
                op.src(), op.moments(), slices.rows(), slices.columns()),
            op.gradients().dst());
    backward.launch(
        slices.grid(),
        slices.rows(),
        slices.columns(),
        slices.size(),
        sums.scale(),
        sums.shift(),
        op.scale(),
        op.src(),
        op.moments().mean(),
        op.moments().inverseStd(),
        op.gradients().dst(),
        op.gradients().src(),
        op.gradients().affine().map(Affine::scale),
        op.gradients().affine().map(Affine::shift));
  }

  public void inference(BatchNorm.Inference op) {
    long elements = op.src().shape().elements();
    inference.launch(
        Grid.ofElements(elements),
        elements,
        op.src().shape().extent(3),
        op.affine().scale(),
        op.affine().shift(),
        op.running().mean(),
        op.running().variance(),
        op.src(),
        op.dst());
  }
}
