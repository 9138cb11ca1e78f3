package org.echodc.oracle.layer;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.Arrays;
import org.echodc.operation.layer.MaxPool;
import org.echodc.oracle.image.OracleImages;

/** {@link MaxPool}: which element each window chooses, and what follows from that. */
public record MaxPoolOracle(MaxPool.Window window, OracleImages src, OracleImages dst) {

  public static void forward(MaxPool op) {
    MaxPoolOracle oracle =
        new MaxPoolOracle(
            op.window(), OracleImages.of(op.src().shape()), OracleImages.of(op.dst().shape()));
    set(op.dst(), oracle.forward(values(op.src())));
  }

  public static void backward(MaxPool.Backward op) {
    MaxPoolOracle oracle =
        new MaxPoolOracle(
            op.window(), OracleImages.of(op.src().shape()), OracleImages.of(op.dst().shape()));
    set(op.srcGradient(), oracle.backward(values(op.src()), values(op.dstGradient())));
  }

  public double[] forward(double[] input) {
    return Arrays.stream(chosen(input)).mapToDouble(from -> input[from]).toArray();
  }

  public double[] backward(double[] input, double[] dstGradient) {
    int[] chosen = chosen(input);
    double[] gradient = new double[input.length];
    for (int to = 0; to < chosen.length; to++) {
      gradient[chosen[to]] += dstGradient[to];
    }
    return gradient;
  }

  /** The element that each window chooses. */
  private int[] chosen(double[] input) {
    int[] chosen = new int[dst.elements()];
    for (int n = 0; n < dst.count(); n++) {
      for (int i = 0; i < dst.height(); i++) {
        for (int j = 0; j < dst.width(); j++) {
          for (int c = 0; c < dst.channels(); c++) {
            chosen[dst.at(n, i, j, c)] = chosen(input, n, i, j, c);
          }
        }
      }
    }
    return chosen;
  }

  private int chosen(double[] input, int image, int row, int column, int channel) {
    int best = -1;
    int top = row * window.stride() - window.padding();
    int left = column * window.stride() - window.padding();
    for (int y = top; y < top + window.kernel(); y++) {
      for (int x = left; x < left + window.kernel(); x++) {
        if (src.contains(y, x)) {
          int at = src.at(image, y, x, channel);
          best = best < 0 || isLarger(input[at], input[best]) ? at : best;
        }
      }
    }
    return best;
  }

  /** NaN is larger than any number. */
  private static boolean isLarger(double value, double best) {
    return value > best || (Double.isNaN(value) && !Double.isNaN(best));
  }
}
