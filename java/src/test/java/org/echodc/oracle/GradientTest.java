package org.echodc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.MathArrays;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.MaxPool;
import org.echodc.operation.mmd.Mmd;
import org.echodc.oracle.image.AugmentationDrawOracle;
import org.echodc.oracle.image.AugmentationOracle;
import org.echodc.oracle.image.DecodeOracle;
import org.echodc.oracle.image.OracleImages;
import org.echodc.oracle.layer.ActivationOracle;
import org.echodc.oracle.layer.ConcatenateOracle;
import org.echodc.oracle.layer.ConvolutionOracle;
import org.echodc.oracle.layer.CrossEntropyOracle;
import org.echodc.oracle.layer.LinearOracle;
import org.echodc.oracle.layer.MaxPoolOracle;
import org.echodc.oracle.layer.NormOracle;
import org.echodc.oracle.layer.PoolOracle;
import org.echodc.oracle.layer.ReluOracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The oracle's gradients: central differences of its forward passes, and for linear operations the
 * adjoint identity {@code <A x, y> = <x, A^T y>}.
 */
class GradientTest {
  private static final double STEP = 1e-5;

  static double[] normal(long seed, int count) {
    return new Random(seed).doubles(count).map(u -> 4 * u - 2).toArray();
  }

  static double dot(double[] a, double[] b) {
    return MathArrays.linearCombination(a, b);
  }

  private static void assertAdjoint(
      UnaryOperator<double[]> forward, UnaryOperator<double[]> adjoint, int src, int dst) {
    double[] x = normal(1, src);
    double[] y = normal(2, dst);
    double expected = dot(forward.apply(x), y);
    assertEquals(expected, dot(x, adjoint.apply(y)), 1e-10 * (1 + Math.abs(expected)));
  }

  /** {@code gradient} is that of {@code loss} at {@code x}. */
  static void assertGradient(ToDoubleFunction<double[]> loss, double[] x, double[] gradient) {
    assertEquals(x.length, gradient.length);
    double scale = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < x.length; i++) {
      double[] above = x.clone();
      double[] below = x.clone();
      above[i] += STEP;
      below[i] -= STEP;
      double slope = (loss.applyAsDouble(above) - loss.applyAsDouble(below)) / (2 * STEP);
      assertEquals(slope, gradient[i], 1e-6 * scale, "element " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 2, 1", "1, 2, 0", "5, 1, 2", "3, 2, 0", "7, 2, 3"})
  void convolution(int kernel, int stride, int padding) {
    OracleImages src = new OracleImages(2, 7, 8, 3);
    OracleImages dst =
        new OracleImages(
            2, (7 + 2 * padding - kernel) / stride + 1, (8 + 2 * padding - kernel) / stride + 1, 4);
    ConvolutionOracle oracle = new ConvolutionOracle(src, dst, kernel, stride, padding);
    double[] weight = normal(3, kernel * kernel * 3 * 4);
    assertAdjoint(
        x -> oracle.forward(x, weight),
        y -> oracle.backwardInput(weight, y),
        src.elements(),
        dst.elements());
    double[] input = normal(4, src.elements());
    assertAdjoint(
        w -> oracle.forward(input, w),
        y -> oracle.backwardWeight(input, y),
        weight.length,
        dst.elements());
    assertAdjoint(
        b -> oracle.add(b, new double[dst.elements()]),
        oracle::backwardBias,
        dst.channels(),
        dst.elements());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void instanceNorm(boolean relu) {
    OracleImages shape = new OracleImages(2, 3, 5, 2);
    double[] scale = {0.7, -1.3};
    double[] shift = {0.2, 0.4};
    double[] src = normal(1, shape.elements());
    double[] weights = normal(2, shape.elements());
    NormOracle oracle = new NormOracle(shape, scale, shift, relu);
    NormOracle.Gradients gradients = oracle.backward(src, oracle.statistics(src), weights);
    assertGradient(x -> normLoss(oracle, x, weights), src, gradients.src());
    assertGradient(
        s -> normLoss(new NormOracle(shape, s, shift, relu), src, weights),
        scale,
        gradients.scale());
    assertGradient(
        s -> normLoss(new NormOracle(shape, scale, s, relu), src, weights),
        shift,
        gradients.shift());
  }

  private static double normLoss(NormOracle oracle, double[] src, double[] weights) {
    return dot(oracle.forward(src, oracle.statistics(src)), weights);
  }

  @Test
  void relu() {
    double[] src = normal(1, 20);
    double[] weights = normal(2, 20);
    assertGradient(
        x -> dot(ReluOracle.forward(x), weights),
        src,
        ReluOracle.backward(ReluOracle.forward(src), weights));
  }

  @ParameterizedTest
  @EnumSource
  void activation(Activation.Function function) {
    ActivationOracle oracle = new ActivationOracle(function);
    double[] src = normal(1, 20);
    double[] weights = normal(2, 20);
    assertGradient(x -> dot(oracle.forward(x), weights), src, oracle.backward(src, weights));
  }

  @Test
  void concatenation() {
    ConcatenateOracle oracle = new ConcatenateOracle(4, 3, 2);
    assertAdjoint(
        x -> oracle.forward(x, new double[4 * 2]), oracle::backwardLeft, 4 * 3, 4 * (3 + 2));
    assertAdjoint(
        x -> oracle.forward(new double[4 * 3], x), oracle::backwardRight, 4 * 2, 4 * (3 + 2));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 2", "3, 3, 1", "2, 3, 2", "1, 1, 3", "5, 7, 1"})
  void pooling(int height, int width, int stride) {
    PoolOracle oracle =
        new PoolOracle(new AveragePool.Window(height, width, stride), new OracleImages(2, 5, 7, 3));
    assertAdjoint(
        oracle::forward, oracle::backward, oracle.src().elements(), oracle.dst().elements());
  }

  @Test
  void maxPooling() {
    OracleImages src = new OracleImages(2, 5, 6, 3);
    MaxPoolOracle oracle =
        new MaxPoolOracle(new MaxPool.Window(3, 2, 1), src, new OracleImages(2, 3, 3, 3));
    double[] input = normal(1, src.elements());
    double[] weights = normal(2, oracle.dst().elements());
    assertGradient(x -> dot(oracle.forward(x), weights), input, oracle.backward(input, weights));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void decoding(int factor) {
    OracleImages stored = new OracleImages(4, 7, 10, 2);
    int[] selection = IntStream.of(3, 0, 2, 1).map(i -> i * factor * factor).toArray();
    DecodeOracle oracle = new DecodeOracle(new Decoding(2, factor), stored, selection);
    double[] padding = oracle.forward(new double[stored.elements()]);
    assertAdjoint(
        x -> MathArrays.ebeSubtract(oracle.forward(x), padding),
        oracle::adjoint,
        stored.elements(),
        selection.length * stored.imageElements());
  }

  @ParameterizedTest
  @ValueSource(strings = {"flip", "color", "crop", "scale", "rotate", "cutout"})
  void augmentation(String policy) {
    OracleImages batch = new OracleImages(6, 9, 9, 3);
    double[] table = new double[3 * AugmentationColumn.COUNT];
    for (int group = 0; group < 3; group++) {
      double[] row =
          AugmentationDrawOracle.row(
              new RandomStream(1, 0, 0), AugmentationPolicy.parse(policy), 9, group);
      System.arraycopy(row, 0, table, group * row.length, row.length);
    }
    double[] ofBlack = AugmentationOracle.forward(batch, table, new double[batch.elements()]);
    assertAdjoint(
        x -> MathArrays.ebeSubtract(AugmentationOracle.forward(batch, table, x), ofBlack),
        y -> AugmentationOracle.adjoint(batch, table, y),
        batch.elements(),
        batch.elements());
  }

  @Test
  void linear() {
    double[] weight = normal(1, 5 * 3);
    double[] input = normal(2, 4 * 5);
    double[] noBias = new double[3];
    assertAdjoint(
        x ->
            LinearOracle.forward(LinearOracle.matrix(x, 4), LinearOracle.matrix(weight, 5), noBias),
        y -> LinearOracle.backwardInput(LinearOracle.matrix(y, 4), LinearOracle.matrix(weight, 5)),
        4 * 5,
        4 * 3);
    assertAdjoint(
        w -> LinearOracle.forward(LinearOracle.matrix(input, 4), LinearOracle.matrix(w, 5), noBias),
        y -> LinearOracle.backwardWeight(LinearOracle.matrix(input, 4), LinearOracle.matrix(y, 4)),
        5 * 3,
        4 * 3);
    assertAdjoint(
        b ->
            LinearOracle.forward(
                LinearOracle.matrix(new double[4], 4), LinearOracle.matrix(new double[3], 1), b),
        y -> LinearOracle.backwardBias(LinearOracle.matrix(y, 4)),
        3,
        4 * 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.3, 0})
  void crossEntropy(double weight) {
    double[] logits = normal(1, 4 * 5);
    int[] labels = {0, 4, 2, 2};
    int[] partners = {1, 4, 3, 0};
    assertGradient(
        z -> new CrossEntropyOracle(rows(z, 4), labels, partners, weight).loss(),
        logits,
        new CrossEntropyOracle(rows(logits, 4), labels, partners, weight).gradient());
  }

  private static double[][] rows(double[] values, int rows) {
    return LinearOracle.matrix(values, rows).getData();
  }

  /** The Gaussian kernel's gradient takes the bandwidth as given, so its loss must, too. */
  @ParameterizedTest
  @EnumSource
  void discrepancy(Mmd.Kernel kernel) {
    double[][] real = rows(normal(1, 7 * 3), 7);
    double[] synthetic = normal(2, 4 * 3);
    MmdOracle oracle = new MmdOracle(kernel, rows(synthetic, 4), real);
    assertGradient(s -> oracle.withSynthetic(rows(s, 4)).loss(), synthetic, oracle.gradient());
  }

  @Test
  void meanDistance() {
    double[][] real = rows(normal(1, 7 * 3), 7);
    double[] synthetic = normal(2, 4 * 3);
    assertGradient(
        s -> new MeanDistanceOracle(rows(s, 4), real).loss(),
        synthetic,
        new MeanDistanceOracle(rows(synthetic, 4), real).gradient());
  }
}
