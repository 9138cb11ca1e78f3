package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Precision;
import org.echodc.device.cuda.CudaDevice;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a library refuses becomes a message that says what, where and why. */
class RefusedCallTest {

  /** In a context with the libraries. */
  private static void withContext(Consumer<CudaContext> body) {
    CudaDevice.open(
            DeviceRequest.simulated("cudnn", Precision.FP32),
            "cudnn",
            (context, ways) -> {
              CudaLibraries.load();
              body.accept(context);
            })
        .close();
  }

  private static void checkMessage(Runnable call, String... parts) {
    DeviceException e = assertThrows(DeviceException.class, call::run);
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void cudnnNamesItsStatusOfVersionNine() {
    withContext(
        context -> {
          CudnnHandle cudnn = new CudnnHandle(context);
          CudnnPooling pooling = new CudnnPooling(cudnn, new TensorDescriptors(cudnn));
          Tensor src = context.workspace("src", 64).view(0, Shape.of(1, 4, 4, 4));
          Tensor dst = context.workspace("dst", 64).view(0, Shape.of(1, 4, 4, 4));
          checkMessage(
              () -> pooling.forward(new AveragePool(AveragePool.Window.HALVING, src, dst)),
              "device cudnn failed in average pooling",
              "CUDNN_STATUS_BAD_PARAM",
              "the result does not have the pooling's shape");
        });
  }

  @Test
  void cublasNamesTheMatrixThatDoesNotFit() {
    withContext(
        context -> {
          MatrixProducts products = new MatrixProducts(new CublasHandle(context));
          Tensor left = context.workspace("left", 64);
          Tensor right = context.workspace("right", 64);
          Tensor dst = context.workspace("dst", 64);
          checkMessage(
              () ->
                  products.multiply(
                      new MatrixProducts.Size(1, 9, 8, 8),
                      MatrixProducts.Factor.of(left),
                      MatrixProducts.Factor.of(right),
                      dst),
              "device cudnn failed in matrix product",
              "CUBLAS_STATUS_INVALID_VALUE",
              "do not lie in device memory");
        });
  }
}
