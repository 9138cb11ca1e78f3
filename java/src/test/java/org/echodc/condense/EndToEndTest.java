package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.EvaluationProgress;
import org.echodc.evaluate.Evaluator;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticSet;
import org.junit.jupiter.api.Test;

/** The whole method on the bundled data: condensing really improves the images. */
class EndToEndTest {
  private static final int WIDTH = 32;
  private static final float LEARNING_RATE = 10;
  private static final long SEED = 1;

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  private static CondensationConfig config(
      Initialization initialization, int iterations, int realBatch) {
    return Condensations.small(new Decoding(2, 2), realBatch, WIDTH)
        .withImages(new CondensationConfig.SyntheticImages(new Decoding(2, 2), initialization))
        .withNetworks(new CondensationConfig.RandomNetworks(Architecture.convNet(WIDTH, 3), 5))
        .withOptimizer(CondensationConfig.PixelOptimizer.ofRate(LEARNING_RATE))
        .withIterations(iterations)
        .withLossPeriod(10)
        .withSeed(SEED);
  }

  @Test
  void twentyIterationsBringRealImagesCloserToTheTestDistribution() {
    try (Device device = Devices.open("cpu", 2)) {
      CondensationResult result = condense(device, config(Initialization.MIX, 20, 128));

      double before = HeldOutDiscrepancy.of(device, dataset, result.initial(), WIDTH);
      double after = HeldOutDiscrepancy.of(device, dataset, result.condensed(), WIDTH);

      assertTrue(
          after < 0.9 * before, "held-out MMD went from %.4f to %.4f".formatted(before, after));
    }
  }

  /** Noise teaches nothing, 10 % by guessing; only gradients that are right make clothes of it. */
  @Test
  void twentyIterationsMakeTrainingImagesOfNoise() {
    try (Device device = Devices.open("cpu", 2)) {
      CondensationResult result = condense(device, config(Initialization.NOISE, 20, 128));

      double initial = accuracy(device, result.initial());
      double condensed = accuracy(device, result.condensed());

      assertTrue(
          condensed > initial + 30,
          "accuracy went from %.2f to %.2f".formatted(initial, condensed));
    }
  }

  private CondensationResult condense(Device device, CondensationConfig config) {
    return new Condensation(device, dataset, config).run(CondensationProgress.SILENT);
  }

  private double accuracy(Device device, SyntheticSet set) {
    EvaluationConfig config =
        new EvaluationConfig(
            Architecture.convNet(WIDTH, 3),
            EvaluationConfig.Training.of(40, 0.01f),
            AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
            0.5f,
            1,
            SEED);
    try (Evaluator evaluator = new Evaluator(device, dataset, config)) {
      AccuracyStatistics accuracy = evaluator.evaluate(set, EvaluationProgress.SILENT);
      return accuracy.mean();
    }
  }

  @Test
  void threadsDoNotChangeABit() {
    assertArrayEquals(condenseWith(1), condenseWith(2));
  }

  private float[] condenseWith(int threads) {
    try (Device device = Devices.open("cpu", threads)) {
      return condense(device, config(Initialization.MIX, 3, 16)).condensed().pixels();
    }
  }
}
