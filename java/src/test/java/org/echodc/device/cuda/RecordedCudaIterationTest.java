package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iterations that are replayed from a recorded graph compute what device cpu does. */
class RecordedCudaIterationTest {
  private static final int ITERATIONS = 4;

  private static CondensationConfig config(Decoding decoding, int realBatch, int width) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            realBatch,
            200,
            AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(decoding, Initialization.MIX),
        new CondensationConfig.RandomNetworks(Architecture.convNet(width, 3), 2),
        new CondensationConfig.PixelOptimizer(1, 0.5f),
        ITERATIONS,
        1,
        7);
  }

  @Test
  void inFloat32TheLossesAreThose() {
    ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
    check(Precision.FP32, dataset, config(new Decoding(1, 2), 3, 8), 1e-5, 1e-4);
  }

  /**
   * At the width of the kernels for tensor cores. Features are wrong by about 2^-11 and 2^-8 of
   * themselves for every block, and losses by no more of themselves than a few times that.
   */
  @ParameterizedTest
  @CsvSource({"TF32, 0.004", "BF16, 0.03"})
  void onTensorCoresTheyAreClose(Precision precision, double relative) {
    ImageDataset dataset = RandomDataset.of(2, 8, Shape.of(28, 28, 1));
    check(precision, dataset, config(new Decoding(1, 1), 2, 128), 0, relative);
  }

  private static void check(
      Precision precision,
      ImageDataset dataset,
      CondensationConfig config,
      double absolute,
      double relative) {
    try (Device device = Devices.open(DeviceRequest.simulated(precision), reason -> {});
        Device cpu = Devices.open("cpu", 1)) {
      List<Float> replayed = losses(device, dataset, config);
      List<Float> expected = losses(cpu, dataset, config);

      assertEquals(ITERATIONS * dataset.classes(), expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(
            expected.get(i), replayed.get(i), absolute + relative * expected.get(i), "loss " + i);
      }
    }
  }

  private static List<Float> losses(
      Device device, ImageDataset dataset, CondensationConfig config) {
    List<Float> losses = new ArrayList<>();
    new Condensation(device, dataset, config)
        .run(
            new CondensationProgress() {
              @Override
              public void loss(int iteration, List<Float> classLosses, double seconds) {
                losses.addAll(classLosses);
              }
            });
    return losses;
  }
}
