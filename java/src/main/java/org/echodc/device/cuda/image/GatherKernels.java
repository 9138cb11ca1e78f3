package org.echodc.device.cuda.image;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.Images;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.tensor.DataType;

/** Launches {@code gather.cu}. */
public final class GatherKernels {
  private final CudaContext context;
  private final Kernel gatherBytes;
  private final Kernel gatherFloats;
  private final Kernel gatherLabels;

  public GatherKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "gather");
    gatherBytes = module.kernel("gatherBytes");
    gatherFloats = module.kernel("gatherFloats");
    gatherLabels = module.kernel("gatherLabels");
  }

  public void gather(Gather op) {
    int count = op.dst().shape().extent(0);
    Kernel kernel = op.images().type() == DataType.UINT8 ? gatherBytes : gatherFloats;
    kernel.launch(
        Images.grid(count),
        op.images().shape(),
        op.images(),
        Images.normalization(context, op.normalization()),
        op.indices(),
        Images.imagesOfRow(op.augmentation(), count),
        op.augmentation().table(),
        op.dst());
  }

  public void gatherLabels(GatherLabels op) {
    long count = op.indices().shape().elements();
    gatherLabels.launch(
        Grid.covering(count, Images.THREADS),
        count,
        op.values().shape().extent(0),
        op.values(),
        op.indices(),
        op.dst());
  }
}
