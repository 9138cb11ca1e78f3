package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Condensations;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.operation.image.Decoding;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iterations that are replayed from a recorded graph compute what device cpu does. */
class RecordedCudaIterationTest {
  @Test
  void inFloat32TheLossesAreThose() {
    ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
    check(Precision.FP32, dataset, Condensations.small(new Decoding(1, 2), 3, 8), 1e-5, 1e-4);
  }

  /**
   * At the width of the kernels for tensor cores. Features are wrong by about 2^-11 and 2^-8 of
   * themselves for every block, and losses by no more of themselves than a few times that.
   */
  @ParameterizedTest
  @CsvSource({"TF32, 0.004", "BF16, 0.03"})
  void onTensorCoresTheyAreClose(Precision precision, double relative) {
    ImageDataset dataset = RandomDataset.of(2, 8, Shape.of(28, 28, 1));
    check(precision, dataset, Condensations.small(new Decoding(1, 1), 2, 128), 0, relative);
  }

  private static void check(
      Precision precision,
      ImageDataset dataset,
      CondensationConfig config,
      double absolute,
      double relative) {
    try (Device device = Devices.open(DeviceRequest.simulated(precision), reason -> {});
        Device cpu = Devices.open("cpu", 1)) {
      List<Float> expected = Condensations.losses(cpu, dataset, config);
      assertEquals(Condensations.ITERATIONS * dataset.classes(), expected.size());
      Condensations.assertLossesAreClose(
          expected, Condensations.losses(device, dataset, config), absolute, relative);
    }
  }
}
