package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.device.memory.TensorScope;
import org.echodc.failure.Told;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop around the iteration: listening, cancelling, failing, memory. */
class CondensationTest {
  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
  private final Device device = Devices.open("cpu", 2);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private static CondensationConfig config(int iterations, int syntheticBatch, float rate) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            8,
            syntheticBatch,
            AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(new Decoding(2, 2), Initialization.MIX),
        new CondensationConfig.RandomNetworks(Architecture.convNet(8, 3), 2),
        new CondensationConfig.PixelOptimizer(rate, 0.5f),
        iterations,
        3,
        7);
  }

  private CondensationResult run(CondensationConfig config, CondensationProgress progress) {
    return new Condensation(device, dataset, config).run(progress);
  }

  @Test
  void lossesAreReportedInTheFirstIterationEveryPeriodAndTheLast() {
    List<Integer> iterations = new ArrayList<>();
    run(
        config(8, 200, 1),
        new CondensationProgress() {
          @Override
          public void loss(int iteration, List<Float> classLosses, double seconds) {
            assertEquals(dataset.classes(), classLosses.size());
            iterations.add(iteration);
          }
        });
    assertEquals(List.of(1, 3, 6, 8), iterations);
  }

  @Test
  void imagesArriveWithTheLossesOfTheIterationThatBeganWithThem() {
    List<Integer> iterations = new ArrayList<>();
    List<SyntheticSet> seen = new ArrayList<>();
    CondensationResult result =
        run(
            config(6, 200, 1),
            new CondensationProgress() {
              @Override
              public void images(int iteration, SyntheticSet images) {
                iterations.add(iteration);
                seen.add(images);
              }
            });
    assertEquals(List.of(0, 2, 5), iterations);
    assertArrayEquals(result.initial().pixels(), seen.get(0).pixels());
    assertArrayEquals(
        run(config(2, 200, 1), CondensationProgress.SILENT).condensed().pixels(),
        seen.get(1).pixels());
  }

  @Test
  void computingLossesDoesNotChangeTheImages() {
    CondensationConfig rarely = config(6, 200, 1);
    CondensationConfig always =
        new CondensationConfig(
            rarely.matching(),
            rarely.images(),
            rarely.networks(),
            rarely.optimizer(),
            rarely.iterations(),
            1,
            rarely.seed());

    assertArrayEquals(
        run(rarely, CondensationProgress.SILENT).condensed().pixels(),
        run(always, CondensationProgress.SILENT).condensed().pixels());
  }

  @Test
  void cancellingEndsAfterTheIterationsDone() {
    int[] done = new int[1];
    CondensationResult result =
        run(
            config(100, 200, 1),
            new CondensationProgress() {
              @Override
              public void iteration(int iteration) {
                done[0] = iteration;
              }

              @Override
              public boolean cancelled() {
                return done[0] == 4;
              }
            });
    assertEquals(4, result.iterations());
    assertArrayEquals(
        run(config(4, 200, 1), CondensationProgress.SILENT).condensed().pixels(),
        result.condensed().pixels());
  }

  @Test
  void aLossThatIsNotFiniteStopsTheRunAndKeepsTheLastGoodImages() {
    // an infinite rate makes NaN or clamped-away pixels in the first step
    NonFiniteLossException e =
        assertThrows(
            NonFiniteLossException.class,
            () -> run(config(9, 200, Float.NaN), CondensationProgress.SILENT));

    assertTrue(e.getMessage().contains("class 0 (T-shirt/top)"), e.getMessage());
    assertTrue(e.getMessage().contains("iteration 3"), e.getMessage());
    assertEquals(0, e.lastGood().iterations());
    assertArrayEquals(
        e.lastGood().initial().pixels(), e.lastGood().condensed().pixels(), "initial images");
  }

  @Test
  void pixelsStayInTheUnitInterval() {
    for (float pixel : run(config(5, 200, 100), CondensationProgress.SILENT).condensed().pixels()) {
      assertTrue(pixel >= 0 && pixel <= 1, "pixel " + pixel);
    }
  }

  @Test
  void aSmallSyntheticBatchLeavesUnselectedTilesAlone() {
    CondensationResult result = run(config(1, 3, 100), CondensationProgress.SILENT);
    int changedTiles = 0;
    for (int image = 0; image < result.condensed().storedImages(); image++) {
      for (int tile = 0; tile < 4; tile++) {
        changedTiles += tileChanged(result, image, tile) ? 1 : 0;
      }
    }
    assertEquals(3 * dataset.classes(), changedTiles);
  }

  private static boolean tileChanged(CondensationResult result, int image, int tile) {
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 14; x++) {
        int i = image * 784 + (tile / 2 * 14 + y) * 28 + tile % 2 * 14 + x;
        if (result.initial().pixels()[i] != result.condensed().pixels()[i]) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void theSteadyStateAllocatesNothing() {
    try (TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config(1, 200, 1));
      condenser.step(true);
      long bytes = device.allocatedBytes();
      for (int i = 0; i < 5; i++) {
        condenser.step(i % 2 == 0);
      }
      assertEquals(bytes, device.allocatedBytes());
    }
  }

  @Test
  void memoryIsFreedAtTheEnd() {
    run(config(1, 200, 1), CondensationProgress.SILENT);
    long workspaces = device.allocatedBytes();
    run(config(1, 200, 1), CondensationProgress.SILENT);
    assertEquals(workspaces, device.allocatedBytes());
  }

  @Test
  void classesThatAreTooSmallAreNamed() {
    CondensationConfig config =
        new CondensationConfig(
            new CondensationConfig.Matching(
                Mmd.fused(Mmd.Kernel.GAUSSIAN), 501, 200, AugmentationPolicy.none()),
            new CondensationConfig.SyntheticImages(new Decoding(10, 2), Initialization.MIX),
            new CondensationConfig.RandomNetworks(Architecture.convNet(8, 3), 5),
            new CondensationConfig.PixelOptimizer(1, 0.5f),
            1,
            1,
            0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> run(config, CondensationProgress.SILENT));
    assertTrue(e.getMessage().contains("class 0 (T-shirt/top)"), e.getMessage());
    assertTrue(Told.by(e).contains("CLASS_SMALLER_THAN_REAL_BATCH"), e.getMessage());
    assertFalse(e.getMessage().contains("null"), e.getMessage());
  }
}
