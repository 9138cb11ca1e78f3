package org.echodc.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.RandomDataset;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What the checkpoints of a plan's run know it again by. */
class RunPlanTest {
  private final RunPlan plan = RunPlan.of(RandomDataset.of(2, 10, Shape.of(32, 32, 3)));

  private RunPlan condensing(Object config) {
    return new RunPlan(
        plan.dataset(),
        plan.objective(),
        Map.of(plan.objective(), (CondensationConfig) config),
        plan.evaluation(),
        plan.sets());
  }

  /** Written down, so that a change of a class cannot change it: runs could not be resumed. */
  @Test
  void itsTextIsThatOfEarlierPrograms() {
    assertEquals(
        List.of(
            "discrepancy: MMD GAUSSIAN FUSED",
            "real batch: 128",
            "synthetic batch: 200",
            "siamese augmentation: color_crop_cutout",
            "images per class: 10",
            "factor: 2",
            "initialization: MIX",
            "matched network: convnet 128 3",
            "network period: 5",
            "pixel rate: 10.0",
            "pixel momentum: 0.5",
            "loss period: 10",
            "seed: 0",
            "evaluated network: convnet 128 3",
            "epochs: 1000",
            "batch: 64",
            "rate: 0.01",
            "momentum: 0.9",
            "weight decay: 5.0E-4",
            "augmentation: flip_color_crop_scale_rotate",
            "CutMix probability: 0.5",
            "repeats: 3",
            "evaluation seed: 0"),
        PlanText.of(plan).lines().toList());
  }

  @Test
  void everySettingButTheIterationsIsInItsText() {
    CondensationConfig condensation = plan.condensation();
    Stream<RunPlan> others =
        Stream.concat(
            RecordChanges.all(condensation)
                .filter(config -> !config.equals(condensation.withIterations(10_001)))
                .map(this::condensing),
            RecordChanges.all(plan.evaluation())
                .map(config -> plan.withEvaluation((EvaluationConfig) config)));
    Set<String> texts = new HashSet<>(Set.of(PlanText.of(plan)));
    List<RunPlan> all = others.toList();
    for (RunPlan other : all) {
      assertTrue(texts.add(PlanText.of(other)), () -> "another has the text of " + other);
    }
    assertEquals(16 + 12, all.size());
  }

  @Test
  void ofAnotherObjectiveItIsAnother() {
    RunPlan means =
        new RunPlan(
            plan.dataset(), Objective.DM, plan.condensations(), plan.evaluation(), plan.sets());
    assertTrue(PlanText.of(means).startsWith("discrepancy: MEANS\n"), PlanText.of(means));
  }

  @Test
  void moreIterationsHaveTheSameChecksum() {
    assertEquals("02ffada1", plan.checksum());
    assertEquals(plan.checksum(), plan.withIterations(7).checksum());
  }

  @Test
  void iterationsAreThoseOfEveryObjective() {
    RunPlan other = plan.withIterations(7);
    for (Objective objective : Objective.values()) {
      assertEquals(
          plan.condensations().get(objective).withIterations(7),
          other.condensations().get(objective));
    }
  }
}
