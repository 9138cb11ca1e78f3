package org.echodc.device.comparison.scenario;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.Relu;
import org.echodc.tensor.Tensor;

/** ReLU by itself, and its gradient. */
public final class ReluScenarios {
  private ReluScenarios() {}

  /** Around the widest vector, a prime, and more than one thread's piece. */
  public static Stream<Scenario> all() {
    return IntStream.of(1, 15, 16, 17, 4099, 70_001).mapToObj(ReluScenarios::relu);
  }

  /** Most numbers are positive, so that most gradients tell something; the first is 0 itself. */
  private static Scenario relu(int count) {
    return new Scenario(
        "relu: " + count,
        Tolerance.EXACT,
        bench -> {
          float[] values = Values.map(Values.normal(1, count), value -> 1 + value);
          values[0] = 0;
          Tensor dst = bench.result("dst", count);
          bench.run(new Relu(bench.floats(values, count), dst));
          bench.run(
              new Relu.Backward(dst, bench.normal(2, count), bench.result("srcGradient", count)));
        });
  }
}
