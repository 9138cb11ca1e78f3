package org.echodc.oracle.layer;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.echodc.operation.layer.Activation;

/** {@link Activation}. */
public record ActivationOracle(Activation.Function function) {

  public static void forward(Activation op) {
    set(op.dst(), new ActivationOracle(op.function()).forward(values(op.src())));
  }

  public static void backward(Activation.Backward op) {
    ActivationOracle oracle = new ActivationOracle(op.function());
    set(op.srcGradient(), oracle.backward(values(op.src()), values(op.dstGradient())));
  }

  public double[] forward(double[] src) {
    return Arrays.stream(src).map(this::value).toArray();
  }

  public double[] backward(double[] src, double[] dstGradient) {
    return IntStream.range(0, src.length)
        .mapToDouble(i -> slope(src[i]) * dstGradient[i])
        .toArray();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double value(double x) {
    return switch (function) {
      case LEAKY_RELU -> x < 0 ? 0.01 * x : x;
      case SIGMOID -> sigmoid(x);
      case SWISH -> x * sigmoid(x);
    };
  }

  /** As 1 - sigmoid(x) is sigmoid(-x). */
  private double slope(double x) {
    return switch (function) {
      case LEAKY_RELU -> x < 0 ? 0.01 : 1;
      case SIGMOID -> sigmoid(x) * sigmoid(-x);
      case SWISH -> sigmoid(x) * (1 + x * sigmoid(-x));
    };
  }
}
