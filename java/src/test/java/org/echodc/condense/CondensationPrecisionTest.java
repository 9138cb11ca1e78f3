package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Condensation on device cpu in its two precisions. */
class CondensationPrecisionTest {
  private static final int ITERATIONS = 4;

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  private static CondensationConfig config(int width) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            Mmd.fused(Mmd.Kernel.GAUSSIAN), 8, 200, AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(new Decoding(1, 2), Initialization.MIX),
        new CondensationConfig.RandomNetworks(Architecture.convNet(width, 3), 2),
        new CondensationConfig.PixelOptimizer(1, 0.5f),
        ITERATIONS,
        1,
        7);
  }

  private static Device open(Precision precision, int threads) {
    return Devices.open(new DeviceRequest("cpu", threads, false, precision), reason -> {});
  }

  private static String inEffect(Device device) {
    return device.info().versions().get("precision");
  }

  /** Losses of all iterations, the pixels after them, and the memory they took. */
  private record Run(float[] losses, float[] pixels, long bytes) {}

  private Run run(Precision precision, int threads, int width) {
    try (Device device = open(precision, threads);
        TensorScope memory = new TensorScope(device)) {
      assumeTrue(inEffect(device).equalsIgnoreCase(precision.name()), "no " + precision);
      Condenser condenser = new Condenser(memory, dataset, config(width));
      float[] losses = new float[ITERATIONS * dataset.classes()];
      long bytes = 0;
      for (int i = 0; i < ITERATIONS; i++) {
        condenser.step(true);
        float[] ofClasses = condenser.readLosses().values();
        System.arraycopy(ofClasses, 0, losses, i * ofClasses.length, ofClasses.length);
        assertTrue(i == 0 || condenser.deviceBytes() == bytes, "memory grew in iteration " + i);
        bytes = condenser.deviceBytes();
      }
      return new Run(losses, condenser.readPixels().values(), bytes);
    }
  }

  /**
   * Features are wrong by about 2^-8 of themselves for every block, and losses by no more of
   * themselves than a few times that.
   */
  @ParameterizedTest(name = "width {0}")
  @CsvSource({"128", "32", "20"})
  void lossesInBf16AreCloseInLessMemory(int width) {
    Run exact = run(Precision.FP32, 2, width);
    Run rounded = run(Precision.BF16, 2, width);
    for (int i = 0; i < exact.losses.length; i++) {
      assertEquals(exact.losses[i], rounded.losses[i], 0.03 * exact.losses[i], "loss " + i);
    }
    assertFalse(Arrays.equals(exact.losses, rounded.losses), "computed in float32 after all");
    assertTrue(rounded.bytes < exact.bytes, rounded.bytes + " and " + exact.bytes + " bytes");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"FP32", "BF16"})
  void threadsDoNotChangeABit(Precision precision) {
    Run expected = run(precision, 1, 32);
    for (int threads : List.of(1, 2, 3)) {
      Run got = run(precision, threads, 32);
      assertArrayEquals(expected.losses, got.losses);
      assertArrayEquals(expected.pixels, got.pixels);
    }
  }

  @Test
  void tf32IsFloat32OnAProcessor() {
    try (Device device = open(Precision.TF32, 1)) {
      assertEquals("fp32", inEffect(device));
    }
  }
}
