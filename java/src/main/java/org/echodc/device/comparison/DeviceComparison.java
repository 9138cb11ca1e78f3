package org.echodc.device.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.Precision;
import org.echodc.tensor.DataType;

/**
 * Runs scenarios on a device and on a reference that computes in float32.
 *
 * @param precision in which the device was opened
 * @param warmUp whether each scenario runs once before the run that is timed and compared
 */
public record DeviceComparison(
    Device device, Precision precision, Device reference, boolean warmUp) {

  /**
   * How a scenario went.
   *
   * @param share the largest error as a share of what is allowed
   * @param seconds time on the device
   * @param referenceSeconds time on the reference
   * @param failures what is wrong, with numbers; empty if nothing is
   */
  public record Finding(
      Scenario scenario,
      double share,
      double seconds,
      double referenceSeconds,
      List<String> failures) {

    /** Whether nothing is wrong. */
    public boolean passed() {
      return failures.isEmpty();
    }
  }

  /**
   * Runs scenarios one after the other.
   *
   * @param findings takes each as it comes
   * @throws DeviceException if the device fails; names the scenario
   */
  public void run(List<Scenario> scenarios, Consumer<Finding> findings) {
    for (Scenario scenario : scenarios) {
      findings.accept(run(scenario));
    }
  }

  private Finding run(Scenario scenario) {
    Outcome expected = scenario.on(reference);
    if (warmUp) {
      onDevice(scenario);
    }
    Outcome got = onDevice(scenario);
    double largest = 0;
    List<String> failures = new ArrayList<>();
    got.changedInputs().forEach(input -> failures.add(input + " was overwritten"));
    for (String name : expected.results().keySet()) {
      Outcome.Result result = got.results().get(name);
      Difference difference =
          toleranceOf(scenario, result.type())
              .compare(name, expected.results().get(name).values(), result.values());
      largest = Math.max(largest, difference.share());
      if (!difference.isRight()) {
        failures.add(difference.description());
      }
    }
    return new Finding(scenario, largest, got.seconds(), expected.seconds(), failures);
  }

  private Tolerance toleranceOf(Scenario scenario, DataType result) {
    Tolerance tolerance = scenario.toleranceOf(result, precision);
    return precision == Precision.BF16
            && device.info().name().equals("cpu")
            && scenario.dependsOnPrecision()
        ? tolerance.plus(Tolerance.CPU_CONVOLUTION_IN_BF16)
        : tolerance;
  }

  private Outcome onDevice(Scenario scenario) {
    try {
      return scenario.on(device, precision);
    } catch (DeviceException e) {
      throw new DeviceException(scenario + ": " + e.getMessage(), e);
    }
  }
}
