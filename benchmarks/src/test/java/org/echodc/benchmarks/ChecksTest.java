package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.echodc.operation.Linear;
import org.echodc.operation.Mmd;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks before timing find what is wrong. */
class ChecksTest {
  private final OpenDevice device = new OpenDevice();

  @BeforeEach
  void open() {
    device.device = OpenDevice.CPU;
    device.precision = OpenDevice.DEFAULT;
    device.open("test", Map.of());
  }

  @AfterEach
  void close() {
    device.close();
  }

  private static void requireWrong(Runnable check) {
    IllegalStateException e = assertThrows(IllegalStateException.class, check::run);
    assertTrue(e.getMessage().contains("is wrong"), e.getMessage());
  }

  /** Adds to an element of a tensor. */
  private void spoil(Tensor tensor, int index, float by) {
    float[] values = device.download(tensor);
    values[index] += by;
    device.get().upload(values, tensor);
  }

  private MmdBenchmark.Buffers computed(MmdSize size) {
    MmdBenchmark.Buffers buffers =
        new MmdBenchmark.Buffers(
            device.uniform(1, size.classes(), size.synthetic(), size.features()),
            device.uniform(1, size.classes(), size.real(), size.features()),
            device.memory().floats(size.classes(), size.synthetic(), size.features()),
            device.memory().floats(size.classes()));
    device
        .get()
        .mmd(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            buffers.synthetic(),
            buffers.real(),
            buffers.gradient(),
            buffers.loss());
    return buffers;
  }

  @Test
  void ofTheMmd() {
    MmdSize size = new MmdSize(2, 5, 9, 16);
    MmdBenchmark.Buffers buffers = computed(size);
    assertDoesNotThrow(() -> new MmdCheck(device, size, buffers).require(true));

    spoil(buffers.loss(), 1, 1e-3f);
    requireWrong(() -> new MmdCheck(device, size, buffers).require(true));
    spoil(buffers.gradient(), 5 * 16 + 3, 1e-3f);
    requireWrong(() -> new MmdCheck(device, size, buffers).require(false));
    spoil(buffers.gradient(), 5 * 16 + 3, Float.NaN);
    requireWrong(() -> new MmdCheck(device, size, buffers).require(false));
  }

  @Test
  void ofALossThatIsSampled() {
    MmdSize size = new MmdSize(1, 600, 1500, 256); // 2100^2 x 256 multiplications are too many
    MmdBenchmark.Buffers buffers = computed(size);
    assertDoesNotThrow(() -> new MmdCheck(device, size, buffers).require(true));
    spoil(buffers.loss(), 0, 1e-2f);
    requireWrong(() -> new MmdCheck(device, size, buffers).require(true));
  }

  @Test
  void ofAProduct() {
    Tensor src = device.uniform(1, 6, 8);
    Linear.Parameters linear = new Linear.Parameters(device.uniform(1, 8, 7), device.uniform(1, 7));
    Tensor dst = device.memory().floats(6, 7);
    device.get().linearForward(linear, src, dst);
    assertDoesNotThrow(() -> ProductCheck.require(device, src, linear, dst));
    spoil(dst, 41, 0.01f);
    requireWrong(() -> ProductCheck.require(device, src, linear, dst));
  }
}
