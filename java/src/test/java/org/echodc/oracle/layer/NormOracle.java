package org.echodc.oracle.layer;

import org.echodc.operation.layer.InstanceNorm;
import org.echodc.oracle.image.OracleImages;

/** Instance normalisation with affine and optional ReLU (Ulyanov et al., 2016). */
public record NormOracle(OracleImages shape, double[] scale, double[] shift, boolean relu) {

  /** Mean and 1 / sqrt(variance + epsilon) of each image and channel. */
  public record Statistics(double[] mean, double[] inverseStd) {}

  /** Gradients w.r.t. the input, the scale and the shift. */
  public record Gradients(double[] src, double[] scale, double[] shift) {}

  public Statistics statistics(double[] src) {
    int planes = shape.count() * shape.channels();
    double[] mean = new double[planes];
    double[] variance = new double[planes];
    eachElement((at, plane, c) -> mean[plane] += src[at] / shape.pixels());
    eachElement(
        (at, plane, c) -> variance[plane] += Math.pow(src[at] - mean[plane], 2) / shape.pixels());
    double[] inverseStd = new double[planes];
    for (int plane = 0; plane < planes; plane++) {
      inverseStd[plane] = 1 / Math.sqrt(variance[plane] + InstanceNorm.EPSILON);
    }
    return new Statistics(mean, inverseStd);
  }

  public double[] forward(double[] src, Statistics statistics) {
    double[] dst = new double[src.length];
    eachElement(
        (at, plane, c) -> {
          double affine = normalized(src, statistics, at, plane) * scale[c] + shift[c];
          dst[at] = relu ? Math.max(affine, 0) : affine; // Math.max keeps NaN
        });
    return dst;
  }

  /**
   * With h the normalised input and g the gradient behind the ReLU: {@code scale inverseStd (g -
   * mean(g) - h mean(g h))}.
   */
  public Gradients backward(double[] src, Statistics statistics, double[] dstGradient) {
    double[] gradient = new double[src.length];
    double[] meanGradient = new double[statistics.mean().length];
    double[] meanProduct = new double[statistics.mean().length];
    Gradients result =
        new Gradients(new double[src.length], new double[scale.length], new double[scale.length]);
    eachElement(
        (at, plane, c) -> {
          double h = normalized(src, statistics, at, plane);
          boolean dead = relu && h * scale[c] + shift[c] <= 0;
          gradient[at] = dead ? 0 : dstGradient[at];
          meanGradient[plane] += gradient[at] / shape.pixels();
          meanProduct[plane] += gradient[at] * h / shape.pixels();
          result.scale[c] += gradient[at] * h;
          result.shift[c] += gradient[at];
        });
    eachElement(
        (at, plane, c) -> {
          double h = normalized(src, statistics, at, plane);
          result.src[at] =
              scale[c]
                  * statistics.inverseStd[plane]
                  * (gradient[at] - meanGradient[plane] - h * meanProduct[plane]);
        });
    return result;
  }

  private static double normalized(double[] src, Statistics statistics, int at, int plane) {
    return (src[at] - statistics.mean[plane]) * statistics.inverseStd[plane];
  }

  private interface Element {
    void at(int element, int plane, int channel);
  }

  private void eachElement(Element element) {
    for (int at = 0; at < shape.elements(); at++) {
      int channel = at % shape.channels();
      element.at(at, at / shape.imageElements() * shape.channels() + channel, channel);
    }
  }
}
