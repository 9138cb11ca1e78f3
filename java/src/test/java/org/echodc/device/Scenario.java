package org.echodc.device;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Operations on fixed inputs. The same lines run on every device and on the oracle.
 *
 * @param name operation and shape, or the path that the shape hits
 * @param tolerance of the float results; whole numbers must be equal
 * @param body makes inputs and results on the bench and calls the operations
 */
record Scenario(String name, Tolerance tolerance, Consumer<Bench> body) {

  /** All of them. */
  static Stream<Scenario> all() {
    return Stream.of(
            RandomScenarios.all(),
            ImageScenarios.all(),
            ConvBlockScenarios.all(),
            LayerScenarios.all(),
            ReluScenarios.all(),
            MaxPoolScenarios.all(),
            MmdScenarios.all(),
            TrainingScenarios.all())
        .flatMap(scenarios -> scenarios);
  }

  /** Runs on a device and returns the results; fails if an input has changed. */
  Map<String, Bench.Result> on(Device device) {
    try (Bench bench = new Bench(device)) {
      body.accept(bench);
      bench.checkInputsUnchanged();
      return bench.results();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
