package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.echodc.data.DatasetCatalog;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.Mmd;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.EvaluationProgress;
import org.echodc.evaluate.Evaluator;
import org.junit.jupiter.api.Test;

/** The whole method on the bundled data: condensing really improves the images. */
class EndToEndTest {
  private static final int WIDTH = 32;
  private static final long SEED = 1;

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  private static CondensationConfig config(int iterations, int realBatch) {
    return new CondensationConfig(
        Objective.ECHO,
        Mmd.fused(Mmd.Kernel.GAUSSIAN),
        new Decoding(2, 2),
        Initialization.MIX,
        iterations,
        realBatch,
        200,
        5,
        Objective.ECHO.defaultLearningRate(2),
        0.5f,
        WIDTH,
        3,
        AugmentationPolicy.parse("color_crop_cutout"),
        10,
        SEED);
  }

  @Test
  void twentyIterationsLowerTheHeldOutDiscrepancyAndRaiseTheAccuracy() {
    try (Device device = Devices.open("cpu", 2)) {
      CondensationResult result =
          new Condensation(device, dataset, config(20, 128)).run(CondensationProgress.SILENT);

      double before = HeldOutDiscrepancy.of(device, dataset, result.initial(), WIDTH);
      double after = HeldOutDiscrepancy.of(device, dataset, result.condensed(), WIDTH);
      double initial = accuracy(device, result.initial());
      double condensed = accuracy(device, result.condensed());

      System.Logger log = System.getLogger(getClass().getName());
      log.log(
          System.Logger.Level.INFO,
          "held-out MMD %.4f -> %.4f, accuracy %.2f -> %.2f"
              .formatted(before, after, initial, condensed));
      assertTrue(after < before, "held-out MMD rose from " + before + " to " + after);
      assertTrue(
          condensed > initial + 3,
          "accuracy %.2f does not beat the initial %.2f".formatted(condensed, initial));
    }
  }

  private double accuracy(Device device, SyntheticSet set) {
    EvaluationConfig config =
        new EvaluationConfig(
            60,
            2,
            64,
            0.01f,
            0.9f,
            5e-4f,
            WIDTH,
            3,
            AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
            0.5f,
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
      return new Condensation(device, dataset, config(3, 16))
          .run(CondensationProgress.SILENT)
          .condensed()
          .pixels();
    }
  }
}
