package org.echodc.run;

import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.condense.CondensationConfig;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.Mmd;

/**
 * The settings of a plan as text, a line a setting, by which the checkpoints of a run know it
 * again. The lines stay as they are when classes change: a setting that is new gets a line only
 * where it differs from what programs did before it, so that their runs can be resumed.
 */
final class PlanText {
  private final StringJoiner lines = new StringJoiner("\n");

  private PlanText() {}

  /**
   * All that determines the result of a run apart from data, device and number of iterations, which
   * a run may get more of.
   */
  static String of(RunPlan plan) {
    PlanText text = new PlanText();
    text.condensation(plan.condensation());
    text.evaluation(plan.evaluation());
    return text.lines.toString();
  }

  private void line(String setting, Object... values) {
    lines.add(
        setting + ": " + Stream.of(values).map(Object::toString).collect(Collectors.joining(" ")));
  }

  private void condensation(CondensationConfig config) {
    CondensationConfig.Matching matching = config.matching();
    discrepancy(matching.discrepancy());
    line("real batch", matching.realBatch());
    line("synthetic batch", matching.maxSyntheticBatch());
    line("siamese augmentation", matching.augmentation());
    line("images per class", config.images().decoding().ipc());
    line("factor", config.images().decoding().factor());
    line("initialization", config.images().initialization().name());
    network("matched network", config.networks().size());
    line("network period", config.networks().period());
    line("pixel rate", config.optimizer().learningRate());
    line("pixel momentum", config.optimizer().momentum());
    line("loss period", config.lossPeriod());
    line("seed", config.seed());
  }

  private void discrepancy(Discrepancy discrepancy) {
    if (discrepancy instanceof Mmd mmd) {
      line("discrepancy", "MMD", mmd.kernel().name(), mmd.implementation().name());
    } else {
      line("discrepancy", "MEANS");
    }
  }

  private void network(String setting, Architecture network) {
    line(setting, network.name(), network.width(), network.depth());
  }

  private void evaluation(EvaluationConfig config) {
    EvaluationConfig.Training training = config.training();
    network("evaluated network", config.network());
    line("epochs", training.epochs());
    line("batch", training.batch());
    line("rate", training.learningRate());
    line("momentum", training.momentum());
    line("weight decay", training.weightDecay());
    line("augmentation", config.augmentation());
    line("CutMix probability", config.cutMixProbability());
    line("repeats", config.repeats());
    line("evaluation seed", config.seed());
  }
}
