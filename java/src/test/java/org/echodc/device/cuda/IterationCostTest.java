package org.echodc.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Condensations;
import org.echodc.condense.Condenser;
import org.echodc.data.ImageDataset;
import org.echodc.data.RandomDataset;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.Decoding;
import org.echodc.synthetic.Initialization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an iteration of ConvNet-3 at the paper's width costs the driver, by the simulator's
 * counters. Launches are checked and counted, not executed.
 */
class IterationCostTest {
  private static final int MOST_LAUNCHES = 19;
  private static final int NETWORK_PERIOD = 5;

  @AfterEach
  void executeAgain() {
    Simulator.execute(true);
  }

  private static Device open(Precision precision) {
    return Devices.open(DeviceRequest.simulated(precision), reason -> {});
  }

  private static CondensationConfig config(int ipc, int realBatch) {
    return Condensations.small(new Decoding(ipc, 2), realBatch, 128)
        .withImages(
            new CondensationConfig.SyntheticImages(new Decoding(ipc, 2), Initialization.RANDOM))
        .withNetworks(
            new CondensationConfig.RandomNetworks(Architecture.convNet(128, 3), NETWORK_PERIOD))
        .withLossPeriod(10);
  }

  /** What some steps cost, after those that record the graphs. */
  private static Simulator.Counters steady(Condenser condenser, int steps, boolean withLoss) {
    Simulator.execute(false);
    for (int i = 0; i < 2 * NETWORK_PERIOD; i++) {
      condenser.step(withLoss);
    }
    Simulator.resetCounters();
    for (int i = 0; i < steps; i++) {
      condenser.step(withLoss);
    }
    return Simulator.Counters.read();
  }

  @ParameterizedTest
  @CsvSource({
    "TF32, 2, 28, 1, false",
    "TF32, 10, 28, 1, false",
    "TF32, 100, 28, 1, false",
    "TF32, 10, 32, 3, false",
    "TF32, 2, 28, 1, true",
    "TF32, 10, 28, 1, true",
    "TF32, 100, 28, 1, true",
    "TF32, 10, 32, 3, true",
    "BF16, 10, 28, 1, false",
    "BF16, 10, 32, 3, true"
  })
  void anIterationIsOneGraphOfFewKernels(
      Precision precision, int classes, int side, int channels, boolean withLoss) {
    ImageDataset dataset = RandomDataset.of(classes, 8, Shape.of(side, side, channels));
    try (Device device = open(precision);
        TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config(1, 8));
      Simulator.Counters counters = steady(condenser, NETWORK_PERIOD, withLoss);

      assertEquals(
          NETWORK_PERIOD + 1, counters.graphLaunches(), "one a step and one for the new network");
      long ofNetwork = 1;
      long kernels = (counters.kernels() - ofNetwork) / NETWORK_PERIOD;
      assertEquals(counters.kernels(), ofNetwork + kernels * NETWORK_PERIOD);
      assertTrue(kernels <= MOST_LAUNCHES, kernels + " kernels an iteration");
      assertEquals(List.of(0L, 0L, 0L, 0L, 0L), unwanted(counters));
    }
  }

  private static List<Long> unwanted(Simulator.Counters counters) {
    return List.of(
        counters.launches(),
        counters.allocations(),
        counters.frees(),
        counters.hostCopies(),
        counters.synchronizations());
  }

  @ParameterizedTest
  @CsvSource({"TF32, 400000000", "BF16, 230000000"})
  void theMemoryOfTheUsualIterationIsBounded(Precision precision, long mostBytes) {
    ImageDataset dataset = RandomDataset.of(10, 128, Shape.of(28, 28, 1));
    try (Device device = open(precision);
        TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config(10, 128));
      steady(condenser, 1, true);

      long bytes = device.allocatedBytes() - dataset.train().pixels().length;
      assertEquals(Simulator.Counters.read().liveBytes(), device.allocatedBytes());
      assertTrue(bytes <= mostBytes, bytes + " bytes");
      assertTrue(bytes > mostBytes / 2, bytes + " bytes cannot hold the activations");
    }
  }
}
