package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.operation.layer.Concatenate;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Channels side by side, and their gradients. */
public final class ConcatenateScenarios {
  private ConcatenateScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        concatenate(Shape.of(2, 8, 6, 12), 24, true, true),
        concatenate(Shape.of(3, 7, 5, 17), 1, true, true),
        concatenate(Shape.of(1, 1, 1, 1), 130, true, true),
        concatenate(Shape.of(2, 4, 4, 5), 16, true, false),
        concatenate(Shape.of(2, 4, 4, 5), 16, false, true));
  }

  private static Scenario concatenate(
      Shape left, int rightChannels, boolean ofLeft, boolean ofRight) {
    String wanted = ofLeft && ofRight ? "both gradients" : "a gradient";
    return new Scenario(
        Text.format("concatenate: %s and %d channels, %s", left, rightChannels, wanted),
        Tolerance.EXACT,
        bench -> {
          Shape right = Shape.of(left.extent(0), left.extent(1), left.extent(2), rightChannels);
          Shape dst = Concatenate.resultShape(left, right);
          bench.run(
              new Concatenate(
                  bench.normal(1, OperationBench.extents(left)),
                  bench.normal(2, OperationBench.extents(right)),
                  bench.result("dst", dst)));
          Optional<Tensor> leftGradient =
              ofLeft ? Optional.of(bench.result("leftGradient", left)) : Optional.empty();
          Optional<Tensor> rightGradient =
              ofRight ? Optional.of(bench.result("rightGradient", right)) : Optional.empty();
          bench.run(
              new Concatenate.Backward(
                  bench.normal(3, OperationBench.extents(dst)), leftGradient, rightGradient));
        });
  }
}
