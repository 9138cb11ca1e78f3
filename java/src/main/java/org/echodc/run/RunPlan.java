package org.echodc.run;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.Evaluator;
import org.echodc.failure.Cause;
import org.echodc.synthetic.ClassSizes;
import org.echodc.tensor.DataType;
import org.echodc.text.Text;

/**
 * What a run is to do.
 *
 * @param dataset that is condensed and evaluated on
 * @param objective of the run
 * @param condensations how each objective condenses, the others for comparison
 * @param evaluation how sets are evaluated
 * @param sets that are evaluated, in this order; none where the data set has no test images
 */
public record RunPlan(
    ImageDataset dataset,
    Objective objective,
    Map<Objective, CondensationConfig> condensations,
    EvaluationConfig evaluation,
    Set<ComparedSet> sets) {

  /** Keeps immutable copies, and the sets in the order in which they are evaluated. */
  public RunPlan {
    condensations = Map.copyOf(condensations);
    sets = Collections.unmodifiableSortedSet(new TreeSet<>(sets));
  }

  /**
   * What the program does with a data set when it is asked for nothing else: the demonstration of a
   * few minutes on the images that come with it, the paper's experiment on others.
   */
  public static RunPlan of(ImageDataset dataset) {
    RunDefaults defaults = RunDefaults.of(dataset.name());
    Map<Objective, CondensationConfig> condensations = new EnumMap<>(Objective.class);
    for (Objective objective : Objective.values()) {
      condensations.put(objective, defaults.condensation(objective, dataset));
    }
    return new RunPlan(
        dataset,
        Objective.ECHO,
        condensations,
        defaults.evaluation(dataset),
        ComparedSet.suited(dataset, Objective.ECHO));
  }

  /** The same with another number of iterations. */
  public RunPlan withIterations(int iterations) {
    Map<Objective, CondensationConfig> other = new EnumMap<>(condensations);
    other.replaceAll((each, config) -> config.withIterations(iterations));
    return new RunPlan(dataset, objective, other, evaluation, sets);
  }

  /** The same, evaluated like this. */
  public RunPlan withEvaluation(EvaluationConfig other) {
    return new RunPlan(dataset, objective, condensations, other, sets);
  }

  /** The same, comparing these sets. */
  public RunPlan withSets(Set<ComparedSet> other) {
    return new RunPlan(dataset, objective, condensations, evaluation, other);
  }

  /** How the run's own objective condenses. */
  public CondensationConfig condensation() {
    return condensations.get(objective);
  }

  /** A CRC-32C of {@link PlanText}, in hexadecimal. */
  String checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(PlanText.of(this).getBytes(StandardCharsets.UTF_8));
    return Text.format("%08x", checksum.getValue());
  }

  /**
   * Checks, before a run begins, that the data set suits it.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  public void check() {
    Condensation.check(dataset, condensation());
    if (!sets.isEmpty()) {
      Evaluator.check(dataset, evaluation);
    }
    for (ComparedSet set : sets) {
      set.objective().ifPresent(other -> Condensation.check(dataset, condensations.get(other)));
      if (set == ComparedSet.RANDOM) {
        ClassSizes.require(
            dataset,
            condensation().images().decoding().ipc(),
            "as random images to compare with",
            Cause.CLASS_SMALLER_THAN_RANDOM_SET);
      }
    }
  }

  /**
   * Takes the memory that the evaluations will take, and gives it back.
   *
   * @throws org.echodc.device.DeviceMemoryException if there is not enough
   */
  public void requireMemory(Device device) {
    if (sets.isEmpty()) {
      return;
    }
    try (Evaluator evaluator = new Evaluator(device, dataset, evaluation)) {
      int perClass = condensation().images().decoding().decodedPerClass();
      evaluator.requireMemory(Math.multiplyExact(dataset.classes(), perClass), DataType.FLOAT32);
      if (sets.contains(ComparedSet.FULL)) {
        evaluator.requireMemory(dataset.train().count(), DataType.UINT8);
      }
    }
  }
}
