package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;
import static org.echodc.oracle.HostTensor.wholeNumbers;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.DiscrepancyGradient;
import org.echodc.operation.mmd.MeanDistanceGradient;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.SgdStep;
import org.echodc.oracle.layer.CrossEntropyOracle;
import org.echodc.oracle.layer.LinearOracle;
import org.echodc.tensor.Tensor;

/** What is minimised, and how. */
final class OracleTraining {
  private OracleTraining() {}

  static void softmaxCrossEntropy(SoftmaxCrossEntropy op) {
    CrossEntropyOracle oracle =
        new CrossEntropyOracle(
            rows(op.logits()),
            wholeNumbers(op.labels().labels()),
            wholeNumbers(op.labels().partners()),
            values(op.labels().weight())[0]);
    set(op.loss(), oracle.loss());
    set(op.gradient(), oracle.gradient());
  }

  static void countCorrect(CountCorrect op) {
    int[] own = wholeNumbers(op.labels());
    int count = new CrossEntropyOracle(rows(op.logits()), own, own, 1).correct();
    set(op.correct(), values(op.correct())[0] + count);
  }

  private static double[][] rows(Tensor matrix) {
    return LinearOracle.matrix(values(matrix), matrix.shape().extent(0)).getData();
  }

  static void mmdGradient(MmdGradient op) {
    discrepancy(op, (synthetic, real) -> new MmdOracle(op.mmd().kernel(), synthetic, real));
  }

  static void meanDistanceGradient(MeanDistanceGradient op) {
    discrepancy(op, MeanDistanceOracle::new);
  }

  /** Of each class, from its features. */
  private static void discrepancy(
      DiscrepancyGradient op, BiFunction<double[][], double[][], DiscrepancyOracle> ofClass) {
    List<DiscrepancyOracle> classes =
        IntStream.range(0, op.synthetic().shape().extent(0))
            .mapToObj(k -> ofClass.apply(features(op.synthetic(), k), features(op.real(), k)))
            .toList();
    set(
        op.gradient(),
        classes.stream().flatMapToDouble(oracle -> Arrays.stream(oracle.gradient())).toArray());
    op.loss()
        .ifPresent(
            loss -> set(loss, classes.stream().mapToDouble(DiscrepancyOracle::loss).toArray()));
  }

  private static double[][] features(Tensor tensor, int k) {
    return LinearOracle.matrix(values(tensor.rows(k, 1)), tensor.shape().extent(1)).getData();
  }

  static void sgdStep(SgdStep op) {
    SgdOracle.State state =
        SgdOracle.step(
            op.sgd(), values(op.parameters()), values(op.gradient()), values(op.velocity()));
    set(op.parameters(), state.parameters());
    set(op.velocity(), state.velocity());
  }
}
