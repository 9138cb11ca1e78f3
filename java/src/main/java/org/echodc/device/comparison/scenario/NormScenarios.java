package org.echodc.device.comparison.scenario;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Normalisation of groups of channels and of whole images, with affine, and their gradients. */
public final class NormScenarios {
  private NormScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        group(4, Shape.of(2, 8, 8, 128), Wanted.ALL),
        group(1, Shape.of(3, 7, 5, 17), Wanted.ALL),
        group(3, Shape.of(2, 5, 6, 51), Wanted.ALL),
        group(17, Shape.of(2, 4, 4, 17), Wanted.ALL),
        group(2, Shape.of(1, 1, 1, 600), Wanted.ALL),
        group(2, Shape.of(40, 3, 3, 4), Wanted.INPUT),
        group(4, Shape.of(2, 8, 8, 128), Wanted.PARAMETERS),
        layer(Shape.of(3, 8, 8, 16), Wanted.ALL),
        layer(Shape.of(2, 7, 5, 17), Wanted.ALL),
        layer(Shape.of(70, 1, 1, 129), Wanted.ALL),
        layer(Shape.of(5, 6, 5, 1), Wanted.ALL),
        layer(Shape.of(1, 1, 1, 3), Wanted.ALL),
        layer(Shape.of(3, 8, 8, 16), Wanted.INPUT),
        layer(Shape.of(70, 1, 1, 129), Wanted.PARAMETERS));
  }

  /** Which gradients an operation is asked for. */
  enum Wanted {
    ALL(true, true),
    INPUT(true, false),
    PARAMETERS(false, true);

    private final boolean src;
    private final boolean affine;

    Wanted(boolean src, boolean affine) {
      this.src = src;
      this.affine = affine;
    }

    /** Takes results for them. */
    NormGradients on(OperationBench bench, Shape shape, Shape parameters) {
      Optional<Tensor> ofInput =
          src ? Optional.of(bench.result("srcGradient", shape)) : Optional.empty();
      Optional<Affine> ofParameters =
          affine
              ? Optional.of(
                  new Affine(
                      bench.result("scaleGradient", parameters),
                      bench.result("shiftGradient", parameters)))
              : Optional.empty();
      return new NormGradients(
          bench.normal(4, OperationBench.extents(shape)), ofInput, ofParameters);
    }

    /** A scenario's name. */
    String of(String operation, Shape shape) {
      return operation
          + shape
          + (this == ALL ? "" : ", only the gradients of " + name().toLowerCase(Locale.ROOT));
    }
  }

  /** A mean of 3 shows a variance computed as a difference of squares. */
  static Tensor shifted(OperationBench bench, Shape shape) {
    int[] extents = OperationBench.extents(shape);
    return bench.floats(
        Values.map(Values.normal(3, OperationBench.count(extents)), value -> 3 + 0.5 * value),
        extents);
  }

  static Affine affine(OperationBench bench, Shape shape) {
    int[] extents = OperationBench.extents(shape);
    return new Affine(bench.normal(1, extents), bench.normal(2, extents));
  }

  private static Moments moments(OperationBench bench, int... extents) {
    return new Moments(bench.result("mean", extents), bench.result("inverseStd", extents));
  }

  private static Scenario group(int groups, Shape shape, Wanted wanted) {
    return new Scenario(
        wanted.of(Text.format("groupNorm: %d groups of ", groups), shape),
        Tolerance.SUMS,
        bench -> {
          Shape channels = Shape.of(shape.extent(3));
          Affine affine = affine(bench, channels);
          Tensor src = shifted(bench, shape);
          Moments moments = moments(bench, shape.extent(0), groups);
          bench.run(new GroupNorm(groups, affine, src, bench.result("dst", shape), moments));
          bench.run(
              new GroupNorm.Backward(
                  groups, affine.scale(), src, moments, wanted.on(bench, shape, channels)));
        });
  }

  private static Scenario layer(Shape shape, Wanted wanted) {
    return new Scenario(
        wanted.of("layerNorm: ", shape),
        Tolerance.SUMS,
        bench -> {
          Shape elements = LayerNorm.parameterShape(shape);
          Affine affine = affine(bench, elements);
          Tensor src = shifted(bench, shape);
          Moments moments = moments(bench, shape.extent(0));
          bench.run(new LayerNorm(affine, src, bench.result("dst", shape), moments));
          bench.run(
              new LayerNorm.Backward(
                  affine.scale(), src, moments, wanted.on(bench, shape, elements)));
        });
  }
}
