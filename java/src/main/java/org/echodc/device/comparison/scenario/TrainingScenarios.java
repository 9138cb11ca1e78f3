package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Tensor;

/** Loss, accuracy and optimiser. */
public final class TrainingScenarios {
  private TrainingScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        crossEntropy("one image of two classes", 1, 2, 1, 0),
        crossEntropy("ten classes", 64, 10, 1, 0),
        crossEntropy("mixed", 13, 10, 0.3f, 0),
        crossEntropy("a hundred classes, one image over a block", 257, 100, 0.75f, 0),
        // exp(200) overflows unless the largest logit is subtracted first
        crossEntropy("large logits", 17, 10, 0.5f, 200),
        countCorrect("one image", 1, 2),
        countCorrect("ten classes", 1009, 10),
        countCorrect("ties", 331, 3),
        sgd("plain", new Sgd(0.1f, 0, 0, Optional.empty()), 1),
        sgd("momentum and weight decay", new Sgd(0.1f, 0.9f, 5e-3f, Optional.empty()), 17),
        sgd("pixels", new Sgd(0.3f, 0.5f, 0, Optional.of(new Sgd.Range(0, 1))), 4099));
  }

  private static Scenario crossEntropy(
      String name, int batch, int classes, float weight, double offset) {
    return new Scenario(
        "softmaxCrossEntropy: " + name,
        Tolerance.STANDARD,
        bench -> {
          float[] logits = Values.map(Values.normal(1, batch * classes), z -> offset + z);
          bench.run(
              new SoftmaxCrossEntropy(
                  bench.floats(logits, batch, classes),
                  new MixedLabels(
                      bench.ints(Values.wholeNumbers(2, batch, classes), batch),
                      bench.ints(Values.wholeNumbers(3, batch, classes), batch),
                      bench.floats(new float[] {weight}, 1)),
                  bench.result("loss", 1),
                  bench.result("gradient", batch, classes)));
        });
  }

  /** Whole-number logits have many ties; the count is added to what is there. */
  private static Scenario countCorrect(String name, int batch, int classes) {
    return new Scenario(
        "countCorrect: " + name,
        Tolerance.EXACT,
        bench -> {
          float[] logits = Values.map(Values.normal(1, batch * classes), Math::rint);
          bench.run(
              new CountCorrect(
                  bench.floats(logits, batch, classes),
                  bench.ints(Values.wholeNumbers(2, batch, classes), batch),
                  bench.state("correct", new int[] {5}, 1)));
        });
  }

  /** Three steps. */
  private static Scenario sgd(String name, Sgd sgd, int count) {
    return new Scenario(
        "sgdStep: " + name,
        Tolerance.STANDARD,
        bench -> {
          Tensor parameters = bench.state("parameters", Values.pixels(1, count), count);
          Tensor velocity = bench.state("velocity", Values.normal(2, count), count);
          Tensor gradient = bench.normal(3, count);
          for (int step = 0; step < 3; step++) {
            bench.run(new SgdStep(sgd, parameters, gradient, velocity));
          }
        });
  }
}
