package org.echodc.device.cuda;

import org.echodc.operation.Augmentation;
import org.echodc.operation.Decoding;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code decode.cu}. */
final class DecodeKernels {
  private final CudaContext context;
  private final ElementwiseKernels elementwise;
  private final Kernel decode;
  private final Kernel decodeBackward;

  DecodeKernels(CudaContext context, ElementwiseKernels elementwise) {
    this.context = context;
    this.elementwise = elementwise;
    KernelModule module = new KernelModule(context, "decode");
    decode = module.kernel("decode");
    decodeBackward = module.kernel("decodeBackward");
  }

  void decode(
      Tensor stored,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor dst) {
    Shape shape = stored.shape();
    int count = dst.shape().extent(0);
    decode.launch(
        Images.grid(count),
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        decoding.ipc(),
        decoding.factor(),
        stored,
        Images.normalization(context, normalization),
        selection,
        Images.imagesOfRow(augmentation, count),
        augmentation.table(),
        dst);
  }

  void decodeBackward(
      Tensor dstGradient,
      Decoding decoding,
      Tensor selection,
      Normalization normalization,
      Augmentation augmentation,
      Tensor storedGradient) {
    Shape shape = storedGradient.shape();
    int count = dstGradient.shape().extent(0);
    if (count < (long) shape.extent(0) * decoding.factor() * decoding.factor()) {
      elementwise.fill(storedGradient, 0); // tiles that were not selected
    }
    decodeBackward.launch(
        Images.grid(count),
        shape.extent(0),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        decoding.ipc(),
        decoding.factor(),
        dstGradient,
        Images.normalization(context, normalization),
        selection,
        Images.imagesOfRow(augmentation, count),
        augmentation.table(),
        context.workspace("decode gradient", dstGradient.shape().elements()),
        storedGradient);
  }
}
