package org.echodc.oracle.layer;

import org.echodc.oracle.image.OracleImages;

/** 2x2 average pooling of stride 2; an odd last row or column is dropped. */
public record PoolOracle(OracleImages src) {

  public OracleImages dst() {
    return new OracleImages(src.count(), src.height() / 2, src.width() / 2, src.channels());
  }

  public double[] forward(double[] input) {
    double[] output = new double[dst().elements()];
    taps((from, to, weight) -> output[to] += weight * input[from]);
    return output;
  }

  public double[] backward(double[] dstGradient) {
    double[] gradient = new double[src.elements()];
    taps((from, to, weight) -> gradient[from] += weight * dstGradient[to]);
    return gradient;
  }

  private void taps(Tap tap) {
    OracleImages dst = dst();
    for (int n = 0; n < src.count(); n++) {
      for (int i = 0; i < 2 * dst.height(); i++) {
        for (int j = 0; j < 2 * dst.width(); j++) {
          for (int c = 0; c < src.channels(); c++) {
            tap.at(src.at(n, i, j, c), dst.at(n, i / 2, j / 2, c), 0.25);
          }
        }
      }
    }
  }
}
