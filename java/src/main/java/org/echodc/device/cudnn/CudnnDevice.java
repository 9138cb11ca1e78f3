package org.echodc.device.cudnn;

import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Precision;
import org.echodc.device.Ways;
import org.echodc.device.cuda.CudaDevice;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.layer.GeneralConvBlocks;
import org.echodc.device.cuda.mmd.UnfusedMmdKernels;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.MmdGradient;

/**
 * Opens the {@code cuda} device with the ways of cuDNN and cuBLAS, which win over its own.
 *
 * <p>TF32 is allowed where device cuda rounds too: in convolutions. The fully connected layer and
 * the discrepancy are float32 in any precision, so that the two devices compute the same. A fused
 * discrepancy is no library call; asked for one, this device runs the hand-written kernels.
 */
public final class CudnnDevice {
  private static final String NAME = "cudnn";

  private CudnnDevice() {}

  /**
   * Starts the GPU and the libraries, or their simulated stand-ins.
   *
   * @throws IllegalArgumentException if BF16 is asked for
   * @throws org.echodc.device.DeviceException if a driver or a library is missing; the message has
   *     the cause and the cure
   */
  public static Device open(DeviceRequest request) {
    if (request.precision() == Precision.BF16) {
      throw new IllegalArgumentException(
          "device cudnn computes in fp32 or tf32; bf16 is a precision of device cuda alone");
    }
    return CudaDevice.open(request, NAME, CudnnDevice::addWays);
  }

  /** Loads the libraries into a context and adds their ways. */
  private static void addWays(CudaContext context, Ways ways) {
    CudaLibraries.load();
    CublasHandle cublas = new CublasHandle(context);
    CudnnHandle cudnn = new CudnnHandle(context);
    MatrixProducts products = new MatrixProducts(cublas);
    TensorDescriptors descriptors = new TensorDescriptors(cudnn);
    CudnnConvolutions convolution = new CudnnConvolutions(cudnn, descriptors, products);
    CudnnPooling pool = new CudnnPooling(cudnn, descriptors);
    CublasLinear linear = new CublasLinear(context, products);
    CudnnCrossEntropy crossEntropy = new CudnnCrossEntropy(cudnn, descriptors);
    GeneralConvBlocks block =
        new GeneralConvBlocks(context, ways, new UnfusedBlockEpilogue(context, ways));
    UnfusedMmdKernels mmd =
        new UnfusedMmdKernels(context, new CublasPairProducts(context, products));
    ways.add(Convolution.class, convolution::forward)
        .add(Convolution.BackwardInput.class, convolution::backwardInput)
        .add(Convolution.BackwardWeight.class, convolution::backwardWeight)
        .add(AveragePool.class, op -> op.window().isHalving(), pool::forward)
        .add(AveragePool.Backward.class, op -> op.window().isHalving(), pool::backward)
        .add(Linear.class, linear::forward)
        .add(Linear.Backward.class, linear::backward)
        .add(SoftmaxCrossEntropy.class, crossEntropy::run)
        .add(ConvBlock.class, block::supports, block::forward)
        .add(ConvBlock.Backward.class, block::supports, block::backward)
        .add(MmdGradient.class, mmd::supports, mmd::run);
  }
}
