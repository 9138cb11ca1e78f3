package org.echodc.device.cuda.image;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.ElementwiseKernels;
import org.echodc.device.cuda.layer.Images;
import org.echodc.operation.Fill;
import org.echodc.operation.image.Decode;
import org.echodc.tensor.Shape;

/** Launches {@code decode.cu}. */
public final class DecodeKernels {
  private final CudaContext context;
  private final ElementwiseKernels elementwise;
  private final Kernel decode;
  private final Kernel decodeBackward;

  public DecodeKernels(CudaContext context, ElementwiseKernels elementwise) {
    this.context = context;
    this.elementwise = elementwise;
    KernelModule module = new KernelModule(context, "decode");
    decode = module.kernel("decode");
    decodeBackward = module.kernel("decodeBackward");
  }

  public void forward(Decode op) {
    int count = op.dst().shape().extent(0);
    decode.launch(
        Images.grid(count),
        op.stored().shape(),
        op.decoding().ipc(),
        op.decoding().factor(),
        op.stored(),
        Images.normalization(context, op.normalization()),
        op.selection(),
        Images.imagesOfRow(op.augmentation(), count),
        op.augmentation().table(),
        op.dst());
  }

  public void backward(Decode.Backward op) {
    Shape shape = op.storedGradient().shape();
    int factor = op.decoding().factor();
    int count = op.dstGradient().shape().extent(0);
    if (count < (long) shape.extent(0) * factor * factor) {
      elementwise.fill(new Fill(op.storedGradient(), 0)); // tiles that were not selected
    }
    decodeBackward.launch(
        Images.grid(count),
        shape,
        op.decoding().ipc(),
        factor,
        op.dstGradient(),
        Images.normalization(context, op.normalization()),
        op.selection(),
        Images.imagesOfRow(op.augmentation(), count),
        op.augmentation().table(),
        context.workspace("decode gradient", op.dstGradient().shape().elements()),
        op.storedGradient());
  }
}
