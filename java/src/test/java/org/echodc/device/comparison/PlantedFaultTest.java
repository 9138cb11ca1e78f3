package org.echodc.device.comparison;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.comparison.DeviceComparison.Finding;
import org.echodc.device.cuda.Simulator;
import org.echodc.device.cuda.Simulator.FragmentFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor finds a wrong order of fragments in every kernel on tensor cores. */
class PlantedFaultTest {
  private static final Pattern BLOCK = Pattern.compile("(convBlock\\w+?)(\\d+)(Tf32|Bf16)");
  private static final Pattern CONVOLUTION = Pattern.compile("convolution\\w+(Tf32|Bf16)");

  /** The kernels that the simulated driver knows, so that a new one is not forgotten. */
  static Stream<Arguments> kernels() {
    Simulator.load();
    return Stream.of(Precision.TF32, Precision.BF16)
        .flatMap(
            precision ->
                Stream.concat(
                    kernels("conv_block_", 4, precision), kernels("convolution_", 3, precision)));
  }

  private static Stream<Arguments> kernels(String module, int atLeast, Precision precision) {
    String[] kernels = Simulator.kernels(module + precision.name().toLowerCase(Locale.ROOT));
    assertTrue(kernels.length >= atLeast, () -> Arrays.toString(kernels));
    return Arrays.stream(kernels).map(kernel -> Arguments.of(precision, kernel));
  }

  @AfterEach
  void removeFault() {
    Simulator.plantFault("", FragmentFault.NONE);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("kernels")
  void isFound(Precision precision, String kernel) {
    Scenario scenario = scenarioOf(kernel);
    try (Device device = Devices.open(DeviceRequest.simulated(precision), reason -> {});
        Device cpu = Devices.open("cpu", 1)) {
      DeviceComparison comparison = new DeviceComparison(device, precision, cpu, false);
      for (FragmentFault fault : FragmentFault.values()) {
        Simulator.plantFault(kernel, fault);
        List<Finding> findings = new ArrayList<>();
        comparison.run(List.of(scenario), findings::add);
        if (fault == FragmentFault.NONE) {
          assertTrue(findings.get(0).passed(), () -> findings.toString());
        } else {
          assertFalse(findings.get(0).passed(), () -> kernel + ", " + fault + ": " + findings);
        }
      }
    }
  }

  private static Scenario scenarioOf(String kernel) {
    String name = nameOf(kernel);
    return Scenario.all().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static String nameOf(String kernel) {
    if (CONVOLUTION.matcher(kernel).matches()) {
      return "convolution: tensor cores, 3x3";
    }
    Matcher parts = BLOCK.matcher(kernel);
    assertTrue(parts.matches(), () -> "no scenario is known that runs kernel " + kernel);
    String side = parts.group(2);
    return parts.group(1) + ": tensor cores, " + side + "x" + side;
  }
}
