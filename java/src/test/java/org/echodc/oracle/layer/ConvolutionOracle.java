package org.echodc.oracle.layer;

import org.echodc.oracle.image.OracleImages;

/** Square convolution, weights [kernel, kernel, in, out]. */
public record ConvolutionOracle(
    OracleImages src, OracleImages dst, int kernel, int stride, int padding) {

  public double[] forward(double[] input, double[] weight) {
    double[] output = new double[dst.elements()];
    products((s, w, d) -> output[d] += input[s] * weight[w]);
    return output;
  }

  public double[] backwardInput(double[] weight, double[] dstGradient) {
    double[] srcGradient = new double[src.elements()];
    products((s, w, d) -> srcGradient[s] += dstGradient[d] * weight[w]);
    return srcGradient;
  }

  public double[] backwardWeight(double[] input, double[] dstGradient) {
    double[] weightGradient = new double[kernel * kernel * src.channels() * dst.channels()];
    products((s, w, d) -> weightGradient[w] += dstGradient[d] * input[s]);
    return weightGradient;
  }

  /** The bias [out] added to the products. */
  public double[] add(double[] bias, double[] products) {
    double[] output = products.clone();
    for (int i = 0; i < output.length; i++) {
      output[i] += bias[i % bias.length];
    }
    return output;
  }

  public double[] backwardBias(double[] dstGradient) {
    double[] biasGradient = new double[dst.channels()];
    for (int i = 0; i < dstGradient.length; i++) {
      biasGradient[i % biasGradient.length] += dstGradient[i];
    }
    return biasGradient;
  }

  private interface Product {
    void at(int src, int weight, int dst);
  }

  /** Visits every product {@code dst[d] += src[s] weight[w]} of the convolution. */
  private void products(Product product) {
    for (int n = 0; n < dst.count(); n++) {
      for (int i = 0; i < dst.height(); i++) {
        for (int j = 0; j < dst.width(); j++) {
          for (int k = 0; k < kernel * kernel; k++) {
            int y = i * stride - padding + k / kernel;
            int x = j * stride - padding + k % kernel;
            if (src.contains(y, x)) {
              window(n, y, x, k, dst.at(n, i, j, 0), product);
            }
          }
        }
      }
    }
  }

  private void window(int image, int y, int x, int k, int firstDst, Product product) {
    for (int in = 0; in < src.channels(); in++) {
      for (int out = 0; out < dst.channels(); out++) {
        int weight = (k * src.channels() + in) * dst.channels() + out;
        product.at(src.at(image, y, x, in), weight, firstDst + out);
      }
    }
  }
}
