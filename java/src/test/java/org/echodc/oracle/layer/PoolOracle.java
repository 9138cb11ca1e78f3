package org.echodc.oracle.layer;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;

import org.echodc.operation.layer.AveragePool;
import org.echodc.oracle.image.OracleImages;

/** {@link AveragePool}. */
public record PoolOracle(AveragePool.Window window, OracleImages src) {

  public static void forward(AveragePool op) {
    PoolOracle oracle = new PoolOracle(op.window(), OracleImages.of(op.src().shape()));
    set(op.dst(), oracle.forward(values(op.src())));
  }

  public static void backward(AveragePool.Backward op) {
    PoolOracle oracle = new PoolOracle(op.window(), OracleImages.of(op.srcGradient().shape()));
    set(op.srcGradient(), oracle.backward(values(op.dstGradient())));
  }

  public OracleImages dst() {
    int height = (src.height() - window.height()) / window.stride() + 1;
    int width = (src.width() - window.width()) / window.stride() + 1;
    return new OracleImages(src.count(), height, width, src.channels());
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
    for (int n = 0; n < dst.count(); n++) {
      for (int i = 0; i < dst.height(); i++) {
        for (int j = 0; j < dst.width(); j++) {
          for (int c = 0; c < dst.channels(); c++) {
            tapsOfWindow(n, i, j, c, dst.at(n, i, j, c), tap);
          }
        }
      }
    }
  }

  private void tapsOfWindow(int image, int row, int column, int channel, int to, Tap tap) {
    int top = row * window.stride();
    int left = column * window.stride();
    for (int y = top; y < top + window.height(); y++) {
      for (int x = left; x < left + window.width(); x++) {
        tap.at(src.at(image, y, x, channel), to, 1.0 / (window.height() * window.width()));
      }
    }
  }
}
