package org.echodc.device.comparison.scenario;

import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Average pooling and its gradient. */
public final class AveragePoolScenarios {
  private AveragePoolScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        pool(AveragePool.Window.HALVING, Shape.of(2, 8, 6, 16)),
        pool(AveragePool.Window.HALVING, Shape.of(3, 7, 5, 3)),
        pool(AveragePool.Window.HALVING, Shape.of(1, 2, 3, 9)),
        pool(AveragePool.Window.square(2, 1), Shape.of(2, 5, 6, 17)),
        pool(AveragePool.Window.square(3, 2), Shape.of(2, 8, 9, 129)),
        pool(AveragePool.Window.square(5, 3), Shape.of(3, 12, 11, 4)),
        pool(AveragePool.Window.square(1, 3), Shape.of(2, 5, 8, 8)),
        pool(new AveragePool.Window(2, 3, 2), Shape.of(2, 6, 7, 5)),
        global(Shape.of(2, 4, 4, 512)),
        global(Shape.of(3, 7, 5, 17)),
        global(Shape.of(2, 1, 1, 3)));
  }

  private static Scenario global(Shape src) {
    return pool(AveragePool.Window.covering(src), src);
  }

  /**
   * Where windows leave gaps the gradient is 0, so other numbers are added before it is compared.
   */
  private static Scenario pool(AveragePool.Window window, Shape src) {
    return new Scenario(
        Text.format("averagePool: %s on %s", window, src),
        Tolerance.STANDARD,
        bench -> {
          int[] extents = OperationBench.extents(src);
          Shape dst = window.resultShape(src);
          bench.run(new AveragePool(window, bench.normal(1, extents), bench.result("dst", dst)));
          Tensor sparse = bench.allocate(DataType.FLOAT32, extents);
          bench.run(new Fill(sparse, Float.NaN));
          Tensor dstGradient = bench.normal(2, OperationBench.extents(dst));
          bench.run(new AveragePool.Backward(window, dstGradient, sparse));
          bench.run(
              new Add(sparse, bench.normal(3, extents), bench.result("srcGradient + normal", src)));
        });
  }
}
