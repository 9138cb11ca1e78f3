package org.echodc.device.cudnn;

import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Precision;
import org.echodc.device.cuda.CudaContext;
import org.echodc.device.cuda.CudaDevice;
import org.echodc.device.cuda.GeneralConvBlocks;
import org.echodc.device.cuda.Layers;
import org.echodc.device.cuda.SharedKernels;

/**
 * Opens the {@code cuda} device with layers of cuDNN and cuBLAS.
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
    return CudaDevice.open(request, NAME, CudnnDevice::layers);
  }

  /** Layers of cuDNN and cuBLAS in a context. */
  static Layers layers(CudaContext context, SharedKernels kernels) {
    CudaLibraries.load();
    CublasHandle cublas = new CublasHandle(context);
    CudnnHandle cudnn = new CudnnHandle(context);
    MatrixProducts products = new MatrixProducts(cublas);
    TensorDescriptors descriptors = new TensorDescriptors(cudnn);
    CudnnConvolutions convolutions = new CudnnConvolutions(cudnn, descriptors, products);
    CudnnPooling pooling = new CudnnPooling(cudnn, descriptors);
    return new Layers(
        new GeneralConvBlocks(
            context,
            convolutions,
            new UnfusedBlockEpilogue(context, kernels.instanceNorm(), pooling)),
        convolutions,
        pooling,
        new CublasLinearLayers(context, products, kernels.columnSums()),
        new CudnnCrossEntropy(cudnn, descriptors, kernels.crossEntropy()),
        new CublasPairProducts(context, products),
        Map.of("cuDNN", cudnn.version(), "cuBLAS", cublas.version()));
  }
}
