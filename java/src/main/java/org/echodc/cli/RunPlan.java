package org.echodc.cli;

import java.util.EnumSet;
import java.util.function.Function;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.Evaluator;
import org.echodc.tensor.DataType;

/**
 * What a run is to do.
 *
 * @param dataset that is condensed and evaluated on
 * @param config of the objective that was asked for
 * @param configOf of another objective, for comparison
 * @param evaluation how sets are evaluated
 * @param sets that are evaluated; none where the data set has no test images
 */
record RunPlan(
    ImageDataset dataset,
    CondensationConfig config,
    Function<Objective, CondensationConfig> configOf,
    EvaluationConfig evaluation,
    EnumSet<ComparedSet> sets) {

  /**
   * Checks, before a run begins, that the data set suits it.
   *
   * @throws IllegalArgumentException saying what does not fit, and which option to change
   */
  void check() {
    Condensation.check(dataset, config);
    for (ComparedSet set : sets) {
      set.check(dataset, evaluation, configOf);
    }
  }

  /**
   * Takes the memory that the evaluations will take, and gives it back.
   *
   * @throws org.echodc.device.DeviceMemoryException if there is not enough
   */
  void requireMemory(Device device) {
    if (sets.isEmpty()) {
      return;
    }
    try (Evaluator evaluator = new Evaluator(device, dataset, evaluation)) {
      int perClass = config.images().decoding().decodedPerClass();
      evaluator.requireMemory(Math.multiplyExact(dataset.classes(), perClass), DataType.FLOAT32);
      if (sets.contains(ComparedSet.FULL)) {
        evaluator.requireMemory(dataset.train().count(), DataType.UINT8);
      }
    }
  }
}
