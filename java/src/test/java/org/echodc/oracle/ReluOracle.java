package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.echodc.operation.Relu;

/** {@link Relu}. */
final class ReluOracle {
  private ReluOracle() {}

  static void forward(Relu op) {
    set(op.dst(), forward(values(op.src())));
  }

  static void backward(Relu.Backward op) {
    set(op.srcGradient(), backward(values(op.dst()), values(op.dstGradient())));
  }

  static double[] forward(double[] src) {
    return Arrays.stream(src).map(value -> Math.max(value, 0)).toArray(); // Math.max keeps NaN
  }

  static double[] backward(double[] dst, double[] dstGradient) {
    return IntStream.range(0, dst.length)
        .mapToDouble(i -> dst[i] <= 0 ? 0 : dstGradient[i])
        .toArray();
  }
}
