package org.echodc.oracle;

import static org.echodc.oracle.GradientTest.assertGradient;
import static org.echodc.oracle.GradientTest.dot;
import static org.echodc.oracle.GradientTest.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.echodc.oracle.image.OracleImages;
import org.echodc.oracle.layer.NormOracle;
import org.echodc.oracle.layer.SetNormOracle;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle's normalisations: gradients by central differences, and their values. */
class NormGradientTest {
  private static final Shape SHAPE = Shape.of(3, 2, 4, 6);

  static Stream<SetNormOracle> norms() {
    return Stream.of(
        SetNormOracle.ofGroups(SHAPE, 1),
        SetNormOracle.ofGroups(SHAPE, 2),
        SetNormOracle.ofGroups(SHAPE, 6),
        SetNormOracle.ofLayer(SHAPE),
        SetNormOracle.ofBatch(SHAPE),
        SetNormOracle.ofBatch(Shape.of(7, 1, 1, 5)));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void gradients(SetNormOracle oracle) {
    double[] src = normal(1, oracle.elements());
    double[] scale = normal(2, oracle.parameters());
    double[] shift = normal(3, oracle.parameters());
    double[] weights = normal(4, oracle.elements());
    SetNormOracle.Statistics statistics = oracle.statistics(src);
    NormOracle.Gradients gradients =
        oracle.backward(
            src,
            new NormOracle.Statistics(statistics.mean(), statistics.inverseStd()),
            scale,
            weights);
    assertGradient(x -> loss(oracle, x, scale, shift, weights), src, gradients.src());
    assertGradient(s -> loss(oracle, src, s, shift, weights), scale, gradients.scale());
    assertGradient(s -> loss(oracle, src, scale, s, weights), shift, gradients.shift());
  }

  private static double loss(
      SetNormOracle oracle, double[] src, double[] scale, double[] shift, double[] weights) {
    return dot(oracle.forward(src, oracle.statistics(src), scale, shift), weights);
  }

  /** As many groups as channels are instance normalisation. */
  @Test
  void aGroupOfOneChannelIsAnInstance() {
    double[] src = normal(1, (int) SHAPE.elements());
    double[] scale = normal(2, 6);
    double[] shift = normal(3, 6);
    SetNormOracle groups = SetNormOracle.ofGroups(SHAPE, 6);
    NormOracle instance = new NormOracle(OracleImages.of(SHAPE), scale, shift, false);
    assertArrayEquals(
        instance.forward(src, instance.statistics(src)),
        groups.forward(src, groups.statistics(src), scale, shift),
        1e-12);
  }

  /** Two images of two pixels, by hand. */
  @Test
  void whatBelongsTogether() {
    double[] src = {1, 2, 3, 4, 5, 6, 7, 12};
    Shape shape = Shape.of(2, 1, 2, 2);
    assertMeans(SetNormOracle.ofGroups(shape, 1), src, 2.5, 7.5);
    assertMeans(SetNormOracle.ofGroups(shape, 2), src, 2, 3, 6, 9);
    assertMeans(SetNormOracle.ofLayer(shape), src, 2.5, 7.5);
    assertMeans(SetNormOracle.ofBatch(shape), src, 4, 6);
    double[] scale = {1, 10, 100, 1000};
    double[] result =
        SetNormOracle.ofLayer(shape)
            .forward(
                src,
                new SetNormOracle.Statistics(new double[2], new double[] {1 - 1e-5, 1 - 1e-5}),
                scale,
                new double[4]);
    assertArrayEquals(
        new double[] {1, 20, 300, 4000}, Arrays.copyOf(result, 4), 1e-6, "a scale an element");
  }

  private static void assertMeans(SetNormOracle oracle, double[] src, double... expected) {
    assertArrayEquals(expected, oracle.statistics(src).mean(), 1e-12);
  }
}
