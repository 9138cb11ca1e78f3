package org.echodc.device.cuda;

import org.echodc.operation.Augmentation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code gather.cu}. */
final class GatherKernels {
  private final CudaContext context;
  private final Kernel gatherBytes;
  private final Kernel gatherFloats;
  private final Kernel gatherLabels;

  GatherKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "gather");
    gatherBytes = module.kernel("gatherBytes");
    gatherFloats = module.kernel("gatherFloats");
    gatherLabels = module.kernel("gatherLabels");
  }

  void gather(
      Tensor images,
      Normalization normalization,
      Tensor indices,
      Augmentation augmentation,
      Tensor dst) {
    Shape shape = images.shape();
    int count = dst.shape().extent(0);
    Kernel kernel = images.type() == DataType.UINT8 ? gatherBytes : gatherFloats;
    kernel.launch(
        Images.grid(count),
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        images,
        Images.normalization(context, normalization),
        indices,
        Images.imagesOfRow(augmentation, count),
        augmentation.table(),
        dst);
  }

  void gatherLabels(Tensor values, Tensor indices, Tensor dst) {
    long count = indices.shape().elements();
    gatherLabels.launch(
        Grid.covering(count, Images.THREADS),
        count,
        values.shape().extent(0),
        values,
        indices,
        dst);
  }
}
