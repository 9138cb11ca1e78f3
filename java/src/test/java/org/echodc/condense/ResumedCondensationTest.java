package org.echodc.condense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Checkpoints;
import org.echodc.synthetic.Initialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A condensation that goes on from a state ends as one without a pause, bit for bit. */
class ResumedCondensationTest {
  private static final int ITERATIONS = 7;
  private static final int NETWORK_PERIOD = 3;
  private static final int LOSS_PERIOD = 2;
  private static final int SYNTHETIC_BATCH = 3; // of 8: which ones changes in every iteration

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());

  private static CondensationConfig config(Objective objective, int iterations) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            objective.discrepancy(Mmd.Kernel.GAUSSIAN, Mmd.Implementation.FUSED),
            4,
            SYNTHETIC_BATCH,
            AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(new Decoding(2, 2), Initialization.MIX),
        new CondensationConfig.RandomNetworks(Architecture.convNet(8, 3), NETWORK_PERIOD),
        new CondensationConfig.PixelOptimizer(objective.defaultLearningRate(2), 0.5f),
        iterations,
        LOSS_PERIOD,
        7);
  }

  /** Takes every state and writes down what happens. */
  private static final class Recorder
      implements CondensationProgress, Checkpoints<CondensationState> {
    private final Optional<CondensationState> from;
    private final List<CondensationState> states = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private int cancelAfter = Integer.MAX_VALUE;

    Recorder(Optional<CondensationState> from) {
      this.from = from;
    }

    @Override
    public void iteration(int iteration) {
      cancelAfter--;
    }

    @Override
    public boolean cancelled() {
      return cancelAfter <= 0;
    }

    @Override
    public void loss(int iteration, List<Float> classLosses, double seconds) {
      events.add("loss " + iteration + " " + classLosses);
    }

    @Override
    public Optional<CondensationState> latest() {
      return from;
    }

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void keep(CondensationState state) {
      states.add(state);
      events.add("state " + state.iteration());
    }

    List<String> losses() {
      return events.stream().filter(event -> event.startsWith("loss")).toList();
    }
  }

  private CondensationResult run(Device device, CondensationConfig config, Recorder recorder) {
    return new Condensation(device, dataset, config).run(recorder, recorder);
  }

  private void resumesFromEveryState(Device device, Objective objective) {
    CondensationConfig config = config(objective, ITERATIONS);
    Recorder whole = new Recorder(Optional.empty());
    CondensationResult expected = run(device, config, whole);

    List<Integer> resumed = new ArrayList<>();
    for (CondensationState state : whole.states) {
      Recorder rest = new Recorder(Optional.of(state));
      CondensationResult result = run(device, config, rest);
      String from = "from iteration " + state.iteration();
      assertArrayEquals(expected.condensed().pixels(), result.condensed().pixels(), from);
      assertArrayEquals(expected.initial().pixels(), result.initial().pixels(), from);
      assertEquals(ITERATIONS, result.iterations());
      assertTrue(result.seconds() >= state.seconds(), from);
      List<String> all = whole.losses();
      assertEquals(all.subList(all.size() - rest.losses().size(), all.size()), rest.losses(), from);
      CondensationState last = rest.states.get(rest.states.size() - 1);
      assertEquals(ITERATIONS, last.iteration(), from);
      assertArrayEquals(
          whole.states.get(whole.states.size() - 1).velocity(), last.velocity(), from);
      resumed.add(state.iteration());
    }
    // with two networks in the middle of their period among them
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), resumed);
  }

  @ParameterizedTest
  @EnumSource
  void onTheCpu(Objective objective) {
    try (Device device = Devices.open("cpu", 2)) {
      resumesFromEveryState(device, objective);
    }
  }

  @Test
  void onASimulatedGpu() {
    try (Device device = Devices.open(DeviceRequest.simulated(Precision.TF32), notice -> {})) {
      CondensationConfig config = config(Objective.ECHO, 2);
      Recorder whole = new Recorder(Optional.empty());
      CondensationResult expected = run(device, config, whole);
      CondensationState middle =
          whole.states.stream().filter(s -> s.iteration() == 1).findFirst().orElseThrow();
      CondensationResult result = run(device, config, new Recorder(Optional.of(middle)));
      assertArrayEquals(expected.condensed().pixels(), result.condensed().pixels());
    }
  }

  @Test
  void aStateComesAfterTheLossesBeforeItAndBeforeThoseAfterIt() {
    Recorder recorder = new Recorder(Optional.empty());
    try (Device device = Devices.open("cpu", 2)) {
      run(device, config(Objective.ECHO, ITERATIONS), recorder);
    }
    int losses = 0;
    for (String event : recorder.events) {
      int iteration = Integer.parseInt(event.split(" ")[1]);
      if (event.startsWith("loss")) {
        losses = iteration;
      } else {
        assertTrue(
            losses <= iteration && iteration - losses < LOSS_PERIOD, recorder.events::toString);
      }
    }
    assertEquals("state " + ITERATIONS, recorder.events.get(recorder.events.size() - 1));
  }

  @Test
  void aCancelledCondensationLeavesItsState() {
    Recorder recorder = new Recorder(Optional.empty());
    recorder.cancelAfter = 4;
    CondensationResult result;
    try (Device device = Devices.open("cpu", 2)) {
      result = run(device, config(Objective.ECHO, ITERATIONS), recorder);
    }
    CondensationState last = recorder.states.get(recorder.states.size() - 1);
    assertEquals(4, result.iterations());
    assertEquals(4, last.iteration());
    assertArrayEquals(result.condensed().pixels(), last.pixels());
  }

  @Test
  void aStateOfAnotherConfigurationIsRefused() {
    try (Device device = Devices.open("cpu", 2)) {
      Recorder tooFar =
          new Recorder(
              Optional.of(new CondensationState(9, 1, new float[15680], new float[15680])));
      Recorder tooSmall =
          new Recorder(Optional.of(new CondensationState(1, 1, new float[784], new float[784])));
      for (Recorder wrong : List.of(tooFar, tooSmall)) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> run(device, config(Objective.ECHO, ITERATIONS), wrong));
        assertTrue(e.getMessage().contains("does not suit"), e.getMessage());
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new CondensationState(-1, 0, new float[1], new float[1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CondensationState(1, 0, new float[1], new float[2]));
  }
}
