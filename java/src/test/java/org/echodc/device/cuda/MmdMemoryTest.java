package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workspaces of the discrepancies, and their launches; kernels are not executed. */
class MmdMemoryTest {
  private static final long STRIP = 32L << 20;

  /** Bytes of workspace and number of kernels of one discrepancy. */
  private record Cost(long bytes, long kernels) {}

  private static Cost cost(Mmd mmd, int classes, int m, int n, int d) {
    try (Device device = Devices.open(DeviceRequest.simulated(Precision.TF32), reason -> {});
        TensorScope memory = new TensorScope(device)) {
      Simulator.execute(false);
      Tensor synthetic = memory.floats(classes, m, d);
      Tensor real = memory.floats(classes, n, d);
      Tensor gradient = memory.floats(classes, m, d);
      Tensor loss = memory.floats(classes);
      long before = device.allocatedBytes();
      Simulator.resetCounters();
      device.run(new MmdGradient(mmd, synthetic, real, gradient, Optional.of(loss)));
      return new Cost(device.allocatedBytes() - before, Simulator.Counters.read().kernels());
    } finally {
      Simulator.execute(true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 40, 128, 2048, 3",
    "10, 200, 256, 2048, 3",
    "1, 1000, 5000, 2048, 3",
    "1, 10000, 50000, 512, 159"
  })
  void fusedNeedsAStripAndLittleElse(int classes, int m, int n, int d, int kernels) {
    Cost cost = cost(Mmd.fused(Mmd.Kernel.GAUSSIAN), classes, m, n, d);
    long bound = STRIP + classes * (4L * m * d + 64L * (m + n));
    assertTrue(cost.bytes() <= bound, "%d bytes, bound %d".formatted(cost.bytes(), bound));
    assertEquals(kernels, cost.kernels());
  }

  @ParameterizedTest
  @CsvSource({"10, 40, 128, 2048", "1, 300, 1500, 64"})
  void unfusedNeedsMatricesOfAllPairs(int classes, int m, int n, int d) {
    Cost cost = cost(Mmd.unfused(Mmd.Kernel.GAUSSIAN), classes, m, n, d);
    long all = m + n;
    assertTrue(cost.bytes() >= 4L * classes * (2 * all * all + m * all));
    assertEquals(13, cost.kernels());
  }
}
