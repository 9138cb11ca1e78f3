package org.echodc.oracle.layer;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.echodc.operation.layer.Relu;

/** {@link Relu}. */
public final class ReluOracle {
  private ReluOracle() {}

  public static void forward(Relu op) {
    set(op.dst(), forward(values(op.src())));
  }

  public static void backward(Relu.Backward op) {
    set(op.srcGradient(), backward(values(op.dst()), values(op.dstGradient())));
  }

  public static double[] forward(double[] src) {
    return Arrays.stream(src).map(value -> Math.max(value, 0)).toArray(); // Math.max keeps NaN
  }

  public static double[] backward(double[] dst, double[] dstGradient) {
    return IntStream.range(0, dst.length)
        .mapToDouble(i -> dst[i] <= 0 ? 0 : dstGradient[i])
        .toArray();
  }
}
