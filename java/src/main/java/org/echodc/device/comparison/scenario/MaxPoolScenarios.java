package org.echodc.device.comparison.scenario;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Max pooling and its gradient. */
public final class MaxPoolScenarios {
  private static final MaxPool.Window HALVING = new MaxPool.Window(2, 2, 0);
  private static final MaxPool.Window OVERLAPPING = new MaxPool.Window(3, 2, 1);

  private MaxPoolScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        pool(HALVING, Shape.of(2, 8, 6, 128)),
        pool(HALVING, Shape.of(3, 7, 5, 17)),
        pool(HALVING, Shape.of(2, 9, 8, 1)),
        pool(HALVING, Shape.of(1, 2, 3, 9)),
        pool(OVERLAPPING, Shape.of(2, 8, 8, 128)),
        pool(OVERLAPPING, Shape.of(3, 7, 9, 17)),
        pool(OVERLAPPING, Shape.of(2, 6, 5, 1)),
        pool(OVERLAPPING, Shape.of(1, 1, 1, 1)),
        pool(new MaxPool.Window(3, 1, 1), Shape.of(2, 5, 6, 129)),
        pool(new MaxPool.Window(3, 2, 0), Shape.of(2, 8, 8, 4)),
        pool(new MaxPool.Window(5, 3, 4), Shape.of(2, 4, 5, 16)),
        pool(new MaxPool.Window(4, 1, 0), Shape.of(2, 4, 4, 16)),
        pool(new MaxPool.Window(1, 2, 0), Shape.of(2, 5, 4, 8)),
        ties(HALVING, Shape.of(3, 8, 8, 17)),
        ties(OVERLAPPING, Shape.of(3, 7, 7, 17)));
  }

  private static Scenario pool(MaxPool.Window window, Shape src) {
    return pool("", window, src, value -> value);
  }

  /** Whole numbers, of which a window often has several that are the largest. */
  private static Scenario ties(MaxPool.Window window, Shape src) {
    return pool(", ties", window, src, Math::rint);
  }

  /** Most input gradients are 0, so other numbers are added before they are compared. */
  private static Scenario pool(
      String name, MaxPool.Window window, Shape src, DoubleUnaryOperator values) {
    return new Scenario(
        Text.format("maxPool: %s on %s%s", window, src, name),
        Tolerance.STANDARD,
        bench -> {
          int[] extents = OperationBench.extents(src);
          Tensor input =
              bench.floats(
                  Values.map(Values.normal(1, OperationBench.count(extents)), values), extents);
          Tensor dst = bench.result("dst", window.resultShape(src));
          bench.run(new MaxPool(window, input, dst));
          Tensor sparse = bench.allocate(DataType.FLOAT32, extents);
          bench.run(new Fill(sparse, Float.NaN));
          Tensor dstGradient = bench.normal(2, OperationBench.extents(dst.shape()));
          bench.run(new MaxPool.Backward(window, input, dst, dstGradient, sparse));
          bench.run(
              new Add(sparse, bench.normal(3, extents), bench.result("srcGradient + normal", src)));
        });
  }
}
