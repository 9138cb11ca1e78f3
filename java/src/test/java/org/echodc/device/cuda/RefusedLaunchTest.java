package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.device.DeviceException;
import org.echodc.device.Precision;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors of the driver become messages that say what, where and why. */
class RefusedLaunchTest {
  private CudaContext context;

  @BeforeEach
  void start() {
    Simulator.load();
    context = new CudaContext("cuda", Precision.FP32);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void aBlockThatIsTooLargeIsNamedWithItsKernel() {
    try (Tensor tensor = context.allocate(DataType.INT32, Shape.of(1))) {
      Kernel kernel = new KernelModule(context, "random").kernel("advance");
      DeviceException e =
          assertThrows(DeviceException.class, () -> kernel.launch(Grid.of(1, 2048), tensor));
      assertTrue(e.getMessage().contains("kernel advance"), e.getMessage());
      assertTrue(e.getMessage().contains("2048 threads"), e.getMessage());
      assertTrue(e.getMessage().contains("INT32 [1]"), e.getMessage());
    }
  }

  @Test
  void anUnknownKernelIsNamed() {
    KernelModule module = new KernelModule(context, "random");
    DeviceException e = assertThrows(DeviceException.class, () -> module.kernel("no_such_kernel"));
    assertTrue(e.getMessage().contains("no_such_kernel"), e.getMessage());
  }
}
