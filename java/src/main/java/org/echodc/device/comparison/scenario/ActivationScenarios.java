package org.echodc.device.comparison.scenario;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.Activation;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Activation functions and their gradients. */
public final class ActivationScenarios {
  /** Nothing but the relative error counts, down to where numbers are no longer normal. */
  private static final Tolerance OF_SMALL_NUMBERS = new Tolerance(1e-36, 1e-5, 0);

  private ActivationScenarios() {}

  /** Around the widest vector, a prime, and more than one thread's piece. */
  public static Stream<Scenario> all() {
    return Arrays.stream(Activation.Function.values())
        .flatMap(
            function ->
                Stream.concat(
                    IntStream.of(1, 15, 17, 4099, 70_001).mapToObj(count -> usual(function, count)),
                    Stream.of(far(function))));
  }

  private static Scenario usual(Activation.Function function, int count) {
    float[] values = Values.map(Values.normal(1, count), value -> 3 * value);
    return scenario(Text.format("%s of %d", function, count), Tolerance.STANDARD, function, values);
  }

  /** Where exponentials are tiny or overflow. */
  private static Scenario far(Activation.Function function) {
    float[] values =
        Values.floats(
            -1e30, -1000, -104, -100, -89, -88, -85, -40, -17, -9, 9, 17, 40, 88, 89, 104, 1000,
            1e30);
    return scenario(Text.format("%s far from 0", function), OF_SMALL_NUMBERS, function, values);
  }

  private static Scenario scenario(
      String name, Tolerance tolerance, Activation.Function function, float[] values) {
    return new Scenario(
        "activation: " + name,
        tolerance,
        bench -> {
          int count = values.length;
          Tensor src = bench.floats(values, count);
          bench.run(new Activation(function, src, bench.result("dst", count)));
          bench.run(
              new Activation.Backward(
                  function, src, bench.normal(2, count), bench.result("srcGradient", count)));
        });
  }
}
