package org.echodc.oracle.layer;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import java.util.Arrays;
import org.echodc.operation.layer.Concatenate;
import org.echodc.oracle.image.OracleImages;

/** {@link Concatenate}. */
public record ConcatenateOracle(int pixels, int left, int right) {

  public static void forward(Concatenate op) {
    OracleImages dst = OracleImages.of(op.dst().shape());
    int left = op.left().shape().extent(3);
    ConcatenateOracle oracle =
        new ConcatenateOracle(dst.count() * dst.pixels(), left, dst.channels() - left);
    set(op.dst(), oracle.forward(values(op.left()), values(op.right())));
  }

  public static void backward(Concatenate.Backward op) {
    OracleImages dst = OracleImages.of(op.dstGradient().shape());
    int pixels = dst.count() * dst.pixels();
    double[] gradient = values(op.dstGradient());
    op.leftGradient()
        .ifPresent(
            wanted -> {
              int left = wanted.shape().extent(3);
              ConcatenateOracle oracle = new ConcatenateOracle(pixels, left, dst.channels() - left);
              set(wanted, oracle.backwardLeft(gradient));
            });
    op.rightGradient()
        .ifPresent(
            wanted -> {
              int right = wanted.shape().extent(3);
              ConcatenateOracle oracle =
                  new ConcatenateOracle(pixels, dst.channels() - right, right);
              set(wanted, oracle.backwardRight(gradient));
            });
  }

  public double[] forward(double[] ofLeft, double[] ofRight) {
    double[] both = new double[ofLeft.length + ofRight.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      int at = pixel * (left + right);
      System.arraycopy(ofLeft, pixel * left, both, at, left);
      System.arraycopy(ofRight, pixel * right, both, at + left, right);
    }
    return both;
  }

  public double[] backwardLeft(double[] dstGradient) {
    return channels(dstGradient, 0, left);
  }

  public double[] backwardRight(double[] dstGradient) {
    return channels(dstGradient, left, right);
  }

  private double[] channels(double[] both, int first, int count) {
    double[] part = new double[pixels * count];
    Arrays.setAll(part, i -> both[i / count * (left + right) + first + i % count]);
    return part;
  }
}
