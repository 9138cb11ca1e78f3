package org.echodc.device.cuda.norm;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code group_norm.cu}. Layer normalisation is that of images of one pixel, whose
 * channels are all the elements and one group.
 */
public final class GroupNormKernels {
  private static final int THREADS = 256;

  /** A float for each warp. */
  private static final int SHARED_BYTES = Grid.WARP * Float.BYTES;

  private final AffineGradientKernels affineGradients;
  private final Kernel forward;
  private final Kernel backward;

  public GroupNormKernels(CudaContext context, AffineGradientKernels affineGradients) {
    this.affineGradients = affineGradients;
    KernelModule module = new KernelModule(context, "group_norm");
    forward = module.kernel("groupNormForward");
    backward = module.kernel("groupNormBackward");
  }

  private record Extents(int images, int pixels, int channels, int groups) {
    static Extents ofGroups(Shape src, int groups) {
      return new Extents(src.extent(0), src.extent(1) * src.extent(2), src.extent(3), groups);
    }

    static Extents ofLayer(Shape src) {
      return new Extents(src.extent(0), 1, Math.toIntExact(src.rowElements()), 1);
    }

    /** A block for each group of each image. */
    Grid grid() {
      return Grid.of((long) images * groups, THREADS).withShared(SHARED_BYTES);
    }
  }

  public void groupNorm(GroupNorm op) {
    Extents extents = Extents.ofGroups(op.src().shape(), op.groups());
    forward(extents, op.affine(), op.src(), op.dst(), op.moments());
  }

  public void layerNorm(LayerNorm op) {
    forward(Extents.ofLayer(op.src().shape()), op.affine(), op.src(), op.dst(), op.moments());
  }

  private void forward(Extents extents, Affine affine, Tensor src, Tensor dst, Moments moments) {
    forward.launch(
        extents.grid(),
        extents.pixels(),
        extents.channels(),
        extents.groups(),
        affine.scale(),
        affine.shift(),
        src,
        dst,
        moments.mean(),
        moments.inverseStd());
  }

  public void groupNormBackward(GroupNorm.Backward op) {
    Extents extents = Extents.ofGroups(op.src().shape(), op.groups());
    backward(extents, op.scale(), op.src(), op.moments(), op.gradients());
  }

  public void layerNormBackward(LayerNorm.Backward op) {
    Extents extents = Extents.ofLayer(op.src().shape());
    backward(extents, op.scale(), op.src(), op.moments(), op.gradients());
  }

  private void backward(
      Extents extents, Tensor scale, Tensor src, Moments moments, NormGradients gradients) {
    gradients
        .src()
        .ifPresent(
            srcGradient ->
                backward.launch(
                    extents.grid(),
                    extents.pixels(),
                    extents.channels(),
                    extents.groups(),
                    scale,
                    src,
                    moments.mean(),
                    moments.inverseStd(),
                    gradients.dst(),
                    srcGradient));
    gradients
        .affine()
        .ifPresent(
            affine ->
                affineGradients.run(
                    new AffineGradientKernels.Slices(
                        Math.multiplyExact(extents.images(), extents.pixels()), extents.channels()),
                    new AffineGradientKernels.Normalized(
                        src, moments, extents.pixels(), extents.groups()),
                    gradients.dst(),
                    affine));
  }
}
