package org.echodc.report.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Precision;
import org.echodc.evaluate.EvaluationState;
import org.echodc.evaluate.TrainingState;

/** Small checkpoints to write and read. */
final class Checkpointed {
  static final RunIdentity IDENTITY =
      new RunIdentity(
          "0.1.0",
          new DeviceInfo("cpu", "Zen", 2, Map.of("onednn", "3.8")),
          Precision.TF32,
          "mnist",
          "0123abcd",
          "deadbeef");

  private Checkpointed() {}

  /** With all kinds of states; the iteration tells checkpoints apart. */
  static Checkpoint at(int iteration) {
    return new Checkpoint(
        IDENTITY,
        new RunCost(1.5, 99, List.of(new RunCost.Phase("condense echo", 1.25))),
        77,
        Map.of(
            Objective.ECHO,
            new CondensationState(
                iteration, 0.1, new float[] {0, 0.25f, 1}, new float[] {-1e-30f, 3, 1e30f}),
            Objective.DM,
            new CondensationState(0, 0, new float[] {0.5f}, new float[] {-0f})),
        Map.of(
            "random",
            new EvaluationState(List.of(70.0, 1 / 3.0), Optional.empty()),
            "full",
            new EvaluationState(
                List.of(),
                Optional.of(new TrainingState(4, new float[] {1, 2}, new float[] {3, 4})))));
  }
}
