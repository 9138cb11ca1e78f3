package org.echodc.device.cudnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Condensations;
import org.echodc.condense.Condenser;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.cuda.Simulator;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Iterations of library calls that are replayed from a recorded graph. */
class RecordedCudnnIterationTest {
  private static final int NETWORK_PERIOD = 2;

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  @AfterEach
  void executeAgain() {
    Simulator.execute(true);
  }

  private static Device open() {
    return Devices.open(DeviceRequest.simulated("cudnn", Precision.FP32), reason -> {});
  }

  private static CondensationConfig config(Mmd.Implementation implementation) {
    return Condensations.small(new Decoding(1, 2), 3, 8)
        .withMatching(Condensations.matching(new Mmd(Mmd.Kernel.GAUSSIAN, implementation), 3));
  }

  @ParameterizedTest
  @EnumSource
  void theLossesAreThoseOfTheCpu(Mmd.Implementation implementation) {
    try (Device device = open();
        Device cpu = Devices.open("cpu", 1)) {
      List<Float> expected = Condensations.losses(cpu, dataset, config(implementation));
      List<Float> replayed = Condensations.losses(device, dataset, config(implementation));
      assertEquals(Condensations.ITERATIONS * dataset.classes(), expected.size());
      Condensations.assertLossesAreClose(expected, replayed, 1e-5, 1e-4);
    }
  }

  /** Launches are checked and counted, not executed. */
  @ParameterizedTest
  @EnumSource
  void inTheSteadyStateAnIterationIsOneGraph(Mmd.Implementation implementation) {
    try (Device device = open();
        TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config(implementation));
      Simulator.execute(false);
      for (int i = 0; i < 2 * NETWORK_PERIOD; i++) {
        condenser.step(false);
      }
      Simulator.resetCounters();
      for (int i = 0; i < NETWORK_PERIOD; i++) {
        condenser.step(false);
      }
      Simulator.Counters counters = Simulator.Counters.read();

      assertEquals(
          NETWORK_PERIOD + 1, counters.graphLaunches(), "one a step and one for the new network");
      assertTrue(counters.libraryCalls() > 0 && counters.kernels() > 0, counters::toString);
      assertEquals(
          List.of(0L, 0L, 0L, 0L, 0L, 0L),
          List.of(
              counters.launches(),
              counters.allocations(),
              counters.frees(),
              counters.hostCopies(),
              counters.synchronizations(),
              counters.algorithmSearches()));
    }
  }
}
