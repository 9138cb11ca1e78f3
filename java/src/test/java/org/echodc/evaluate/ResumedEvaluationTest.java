package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.device.Devices;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.synthetic.Checkpoints;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An evaluation that goes on from a state ends as one without a pause. */
class ResumedEvaluationTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          Architecture.convNet(8, 3),
          EvaluationConfig.Training.of(3, 0.01f).withBatch(8),
          AugmentationPolicy.parse("color_crop"),
          0.5f,
          2,
          3);

  private final ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
  private final Device device = Devices.open("cpu", 2);

  @AfterEach
  void closeDevice() {
    device.close();
  }

  /** Keeps every state; cancels after some epochs. */
  private static final class Recorder implements EvaluationProgress, Checkpoints<EvaluationState> {
    private final Optional<EvaluationState> from;
    private final List<EvaluationState> states = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private int cancelAfter = Integer.MAX_VALUE;

    Recorder(Optional<EvaluationState> from) {
      this.from = from;
    }

    @Override
    public void epoch(int repeat, int epoch, float loss) {
      losses.add(repeat + " " + epoch + " " + loss);
      cancelAfter--;
    }

    @Override
    public boolean cancelled() {
      return cancelAfter <= 0;
    }

    @Override
    public Optional<EvaluationState> latest() {
      return from;
    }

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void keep(EvaluationState state) {
      states.add(state);
    }
  }

  private AccuracyStatistics run(Recorder recorder) {
    SyntheticSet set =
        new SyntheticInitializer(device, dataset, 1)
            .create(Initialization.RANDOM, new Decoding(2, 1));
    try (Evaluator evaluator = new Evaluator(device, dataset, CONFIG)) {
      return evaluator.evaluate(set, recorder, recorder);
    }
  }

  private static String position(EvaluationState state) {
    return state.accuracies().size()
        + state.training().map(training -> "+" + training.epoch()).orElse("");
  }

  @Test
  void fromEveryEpochAndRepeat() {
    Recorder whole = new Recorder(Optional.empty());
    List<Double> expected = run(whole).values();
    assertEquals(
        "0+0 0+1 0+2 1 1+0 1+1 1+2 2",
        whole.states.stream()
            .map(ResumedEvaluationTest::position)
            .collect(Collectors.joining(" ")));
    for (EvaluationState state : whole.states) {
      Recorder rest = new Recorder(Optional.of(state));
      assertEquals(expected, run(rest).values(), position(state));
      int done = whole.losses.size() - rest.losses.size();
      assertEquals(whole.losses.subList(done, whole.losses.size()), rest.losses, position(state));
    }
  }

  @Test
  void aCancelledEvaluationLeavesItsState() {
    Recorder recorder = new Recorder(Optional.empty());
    recorder.cancelAfter = 5;
    assertThrows(EvaluationCancelled.class, () -> run(recorder));
    assertEquals("1+2", position(recorder.states.get(recorder.states.size() - 1)));
  }

  @Test
  void aStateOfAnotherNetworkIsRefused() {
    TrainingState small = new TrainingState(1, new float[3], new float[3]);
    Recorder recorder =
        new Recorder(Optional.of(new EvaluationState(List.of(), Optional.of(small))));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(recorder));
    assertTrue(e.getMessage().contains("3 parameters"), e.getMessage());
  }
}
