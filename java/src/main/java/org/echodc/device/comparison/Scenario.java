package org.echodc.device.comparison;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.Precision;
import org.echodc.device.comparison.scenario.ActivationScenarios;
import org.echodc.device.comparison.scenario.AveragePoolScenarios;
import org.echodc.device.comparison.scenario.BatchNormScenarios;
import org.echodc.device.comparison.scenario.ConcatenateScenarios;
import org.echodc.device.comparison.scenario.ConvBlockScenarios;
import org.echodc.device.comparison.scenario.ConvolutionScenarios;
import org.echodc.device.comparison.scenario.ImageScenarios;
import org.echodc.device.comparison.scenario.LayerScenarios;
import org.echodc.device.comparison.scenario.MaxPoolScenarios;
import org.echodc.device.comparison.scenario.MmdScenarios;
import org.echodc.device.comparison.scenario.NormScenarios;
import org.echodc.device.comparison.scenario.RandomScenarios;
import org.echodc.device.comparison.scenario.ReluScenarios;
import org.echodc.device.comparison.scenario.TensorConvolutionScenarios;
import org.echodc.device.comparison.scenario.TensorCoreScenarios;
import org.echodc.device.comparison.scenario.TrainingScenarios;
import org.echodc.tensor.DataType;

/**
 * Operations on fixed inputs. The same lines run on every device: tests compare it with the oracle,
 * {@code echodc doctor} with device cpu.
 *
 * @param name the kind of operation, a colon, and the shape or the path that it hits
 * @param tolerance of float results computed in float32; whole numbers must be equal
 * @param products whether it has products that a precision rounds
 * @param body makes inputs and results on the bench and runs operations there
 */
public record Scenario(
    String name, Tolerance tolerance, Products products, Consumer<OperationBench> body) {

  /** What a precision below float32 does to a scenario's products. */
  public enum Products {
    /** Nothing: it has none, or none that any device rounds. */
    FLOAT32,
    /** Rounds their factors. */
    ROUNDED,
    /**
     * Nothing, though devices multiply on tensor cores: the factors are numbers of both formats. So
     * a product is exact in float32, and only the order of the sums differs.
     */
    REPRESENTABLE
  }

  /** A scenario without products that a precision rounds. */
  public Scenario(String name, Tolerance tolerance, Consumer<OperationBench> body) {
    this(name, tolerance, Products.FLOAT32, body);
  }

  /** All of them. */
  public static Stream<Scenario> all() {
    return Stream.of(
            RandomScenarios.all(),
            ImageScenarios.all(),
            ConvBlockScenarios.all(),
            TensorCoreScenarios.all(),
            ConvolutionScenarios.all(),
            LayerScenarios.all(),
            ConcatenateScenarios.all(),
            TensorConvolutionScenarios.all(),
            ReluScenarios.all(),
            NormScenarios.all(),
            BatchNormScenarios.all(),
            ActivationScenarios.all(),
            AveragePoolScenarios.all(),
            MaxPoolScenarios.all(),
            MmdScenarios.all(),
            TrainingScenarios.all())
        .flatMap(scenarios -> scenarios);
  }

  /** The kind of operation. */
  public String kind() {
    return name.substring(0, name.indexOf(':'));
  }

  /** Whether a device may compute it in another way when the precision is not FP32. */
  public boolean dependsOnPrecision() {
    return products != Products.FLOAT32;
  }

  /** Runs on a device with float32 tensors. */
  public Outcome on(Device device) {
    return on(device, Precision.FP32);
  }

  /**
   * Runs on a device.
   *
   * @param precision BF16 stores activations so, where the scenario has a network's
   */
  public Outcome on(Device device, Precision precision) {
    try (OperationBench bench = new OperationBench(device, precision)) {
      body.accept(bench);
      return bench.outcome();
    }
  }

  /** How far a result may lie from one computed in float32. */
  Tolerance toleranceOf(DataType result, Precision precision) {
    if (result == DataType.INT32) {
      return Tolerance.EXACT;
    }
    Tolerance computed =
        products == Products.ROUNDED ? tolerance.plus(ofRounding(precision)) : tolerance;
    return result == DataType.BFLOAT16 ? computed.plus(Tolerance.STORED_AS_BF16) : computed;
  }

  private static Tolerance ofRounding(Precision precision) {
    return switch (precision) {
      case FP32 -> Tolerance.EXACT;
      case TF32 -> Tolerance.ofFactorsRoundedTo(11);
      case BF16 -> Tolerance.ofFactorsRoundedTo(8);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
