package org.echodc.oracle.layer;

import java.util.function.IntUnaryOperator;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.oracle.image.OracleImages;
import org.echodc.tensor.Shape;

/**
 * Normalisation of sets of elements, each over itself, and an affine; which set an element is in
 * and which scale and shift it has tells group, layer and batch normalisation apart.
 *
 * @param elements of the images
 * @param sets number of sets
 * @param setOf the set of an element
 * @param parameters number of scales
 * @param parameterOf the place of an element's scale and shift
 */
public record SetNormOracle(
    int elements, int sets, IntUnaryOperator setOf, int parameters, IntUnaryOperator parameterOf) {

  public static SetNormOracle ofGroups(Shape src, int groups) {
    OracleImages images = OracleImages.of(src);
    int width = images.channels() / groups;
    return new SetNormOracle(
        images.elements(),
        images.count() * groups,
        at -> at / images.imageElements() * groups + at % images.channels() / width,
        images.channels(),
        at -> at % images.channels());
  }

  public static SetNormOracle ofLayer(Shape src) {
    OracleImages images = OracleImages.of(src);
    return new SetNormOracle(
        images.elements(),
        images.count(),
        at -> at / images.imageElements(),
        Math.toIntExact(LayerNorm.parameterShape(src).elements()),
        at -> at % images.imageElements());
  }

  public static SetNormOracle ofBatch(Shape src) {
    OracleImages images = OracleImages.of(src);
    IntUnaryOperator channel = at -> at % images.channels();
    return new SetNormOracle(
        images.elements(), images.channels(), channel, images.channels(), channel);
  }

  /** Mean and biased variance of each set. */
  public record Statistics(double[] mean, double[] variance) {

    /** 1 / sqrt(variance + epsilon). */
    public double[] inverseStd() {
      double[] inverse = new double[variance.length];
      for (int set = 0; set < inverse.length; set++) {
        inverse[set] = 1 / Math.sqrt(variance[set] + InstanceNorm.EPSILON);
      }
      return inverse;
    }
  }

  /** Elements of a set: all have as many. */
  public int setSize() {
    return elements / sets;
  }

  private double[] means(IntToDouble values) {
    double[] means = new double[sets];
    for (int at = 0; at < elements; at++) {
      means[setOf.applyAsInt(at)] += values.at(at) / setSize();
    }
    return means;
  }

  private interface IntToDouble {
    double at(int element);
  }

  public Statistics statistics(double[] src) {
    double[] mean = means(at -> src[at]);
    return new Statistics(mean, means(at -> Math.pow(src[at] - mean[setOf.applyAsInt(at)], 2)));
  }

  private double normalized(double[] src, double[] mean, double[] inverseStd, int at) {
    int set = setOf.applyAsInt(at);
    return (src[at] - mean[set]) * inverseStd[set];
  }

  public double[] forward(double[] src, Statistics statistics, double[] scale, double[] shift) {
    double[] dst = new double[elements];
    double[] inverseStd = statistics.inverseStd();
    for (int at = 0; at < elements; at++) {
      int parameter = parameterOf.applyAsInt(at);
      double h = normalized(src, statistics.mean, inverseStd, at);
      dst[at] = scale[parameter] * h + shift[parameter];
    }
    return dst;
  }

  /**
   * With h the normalised input and s = scale g: {@code inverseStd (s - mean(s) - h mean(s h))},
   * means being taken over a set.
   */
  public NormOracle.Gradients backward(
      double[] src, NormOracle.Statistics saved, double[] scale, double[] dstGradient) {
    IntToDouble h = at -> normalized(src, saved.mean(), saved.inverseStd(), at);
    IntToDouble s = at -> scale[parameterOf.applyAsInt(at)] * dstGradient[at];
    double[] ofS = means(s);
    double[] ofProduct = means(at -> s.at(at) * h.at(at));
    NormOracle.Gradients gradients =
        new NormOracle.Gradients(
            new double[elements], new double[parameters], new double[parameters]);
    for (int at = 0; at < elements; at++) {
      int set = setOf.applyAsInt(at);
      gradients.src()[at] =
          saved.inverseStd()[set] * (s.at(at) - ofS[set] - h.at(at) * ofProduct[set]);
      gradients.scale()[parameterOf.applyAsInt(at)] += dstGradient[at] * h.at(at);
      gradients.shift()[parameterOf.applyAsInt(at)] += dstGradient[at];
    }
    return gradients;
  }
}
