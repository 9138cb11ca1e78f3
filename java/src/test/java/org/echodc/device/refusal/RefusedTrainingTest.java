package org.echodc.device.refusal;

import static org.echodc.device.refusal.Refusal.floats;
import static org.echodc.device.refusal.Refusal.ints;
import static org.echodc.device.refusal.Refusal.labels;
import static org.echodc.device.refusal.Refusal.wrong;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.layer.SoftmaxCrossEntropy;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.training.CountCorrect;
import org.echodc.operation.training.Sgd;
import org.echodc.operation.training.SgdStep;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and steps of training refuse wrong arguments. */
class RefusedTrainingTest {

  @ParameterizedTest
  @MethodSource("ofTraining")
  void isRefused(Refusal wrong) {
    wrong.check();
  }

  static Stream<Refusal> ofTraining() {
    Sgd sgd = new Sgd(1, 0, 0, Optional.empty());
    return Stream.of(
        wrong(
            "softmaxCrossEntropy",
            d -> d.run(new SoftmaxCrossEntropy(floats(4, 10), labels(4), floats(1), floats(10, 4))),
            "[4, 10]",
            "[10, 4]"),
        wrong(
            "softmaxCrossEntropy",
            d -> d.run(new SoftmaxCrossEntropy(floats(4, 10), labels(5), floats(1), floats(4, 10))),
            "[4]",
            "[5]"),
        wrong(
            "countCorrect",
            d -> d.run(new CountCorrect(floats(4, 9), ints(5), ints(1))),
            "[4]",
            "[5]"),
        wrong(
            "countCorrect",
            d -> d.run(new CountCorrect(floats(4, 9), ints(4), floats(1))),
            "INT32",
            "FLOAT32"),
        wrong("sgdStep", d -> d.run(new SgdStep(sgd, floats(6), floats(5), floats(6))), "6", "[5]"),
        wrong(
            "sgdStep",
            d -> d.run(new SgdStep(sgd, floats(6), floats(6), ints(6))),
            "FLOAT32",
            "INT32"));
  }

  @ParameterizedTest
  @MethodSource("ofDiscrepancies")
  void discrepancyIsRefused(Refusal wrong) {
    wrong.check();
  }

  static Stream<Refusal> ofDiscrepancies() {
    return Stream.concat(
        refused("mmdGradient", Mmd.fused(Mmd.Kernel.GAUSSIAN)),
        refused("meanDistanceGradient", new MeanDistance()));
  }

  private static Stream<Refusal> refused(String operation, Discrepancy discrepancy) {
    Tensor synthetic = floats(3, 4, 6);
    Tensor real = floats(3, 5, 6);
    Tensor gradient = floats(3, 4, 6);
    Optional<Tensor> none = Optional.empty();
    return Stream.of(
        wrong(
            operation,
            d -> d.run(discrepancy.gradient(floats(12, 6), real, gradient, none)),
            "synthetic",
            "[12, 6]"),
        wrong(
            operation,
            d -> d.run(discrepancy.gradient(synthetic, real, floats(3, 5, 6), none)),
            "[3, 4, 6]",
            "[3, 5, 6]"),
        wrong(
            operation,
            d -> d.run(discrepancy.gradient(synthetic, floats(3, 5, 7), gradient, none)),
            "[3, 5, 6]",
            "[3, 5, 7]"),
        wrong(
            operation,
            d -> d.run(discrepancy.gradient(synthetic, real, gradient, Optional.of(floats(1)))),
            "[3]",
            "[1]"));
  }
}
