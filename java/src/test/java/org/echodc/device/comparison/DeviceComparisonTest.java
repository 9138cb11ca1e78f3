package org.echodc.device.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.comparison.DeviceComparison.Finding;
import org.echodc.operation.Fill;
import org.junit.jupiter.api.Test;

/** The comparison sees a difference where there is one. */
class DeviceComparisonTest {

  private static List<Finding> findings(
      DeviceRequest request, Precision claimed, List<Scenario> scenarios) {
    List<Finding> findings = new ArrayList<>();
    try (Device device = Devices.open(request, reason -> {});
        Device cpu = Devices.open("cpu", 1)) {
      new DeviceComparison(device, claimed, cpu, false).run(scenarios, findings::add);
    }
    return findings;
  }

  private static List<String> wrong(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.passed())
        .map(finding -> finding.scenario().name())
        .toList();
  }

  private static Finding onCpu(Scenario scenario) {
    return findings(DeviceRequest.of("cpu", 1), Precision.FP32, List.of(scenario)).get(0);
  }

  /** Where factors are numbers of TF32, rounding them changes nothing. */
  @Test
  void tensorCoresAreNotFloat32() {
    List<Scenario> blocks =
        Scenario.all()
            .filter(scenario -> scenario.name().matches(".*(second block|third block|: tensor.*)"))
            .toList();
    assertEquals(
        List.of(
            "convBlockForward: second block",
            "convBlockBackward: training, second block",
            "convBlockBackward: condensation, second block",
            "convBlockForward: third block",
            "convBlockBackward: training, third block",
            "convBlockBackward: condensation, third block"),
        wrong(findings(DeviceRequest.simulated(Precision.TF32), Precision.FP32, blocks)));
  }

  @Test
  void bf16OnAProcessorIsRight() {
    DeviceRequest request = new DeviceRequest("cpu", 2, false, Precision.BF16);
    List<Scenario> scenarios = Scenario.all().filter(Scenario::dependsOnPrecision).toList();
    List<Finding> findings = findings(request, Precision.BF16, scenarios);
    findings.forEach(finding -> assertTrue(finding.passed(), finding::toString));
    assertTrue(
        findings.stream().anyMatch(finding -> finding.share() > 0.5), "nothing was stored as BF16");
  }

  @Test
  void anOverwrittenInputIsWrong() {
    Finding finding =
        onCpu(
            new Scenario(
                "fill: an input",
                Tolerance.EXACT,
                bench -> bench.run(new Fill(bench.floats(new float[] {1, 2}, 2), 3))));
    assertEquals(List.of("input FLOAT32 [2] was overwritten"), finding.failures());
  }

  @Test
  void whatIsNeverWrittenIsWrong() {
    Finding finding =
        onCpu(new Scenario("none: nothing", Tolerance.STANDARD, bench -> bench.result("dst", 3)));
    assertEquals(1, finding.failures().size());
    assertTrue(
        finding.failures().get(0).startsWith("dst: 3 of 3 values are wrong: [0] got NaN"),
        finding::toString);
  }

  @Test
  void aFailureOfTheDeviceNamesTheScenario() {
    Scenario scenario =
        new Scenario(
            "add: on a device that fails",
            Tolerance.EXACT,
            bench -> {
              if (bench.device().info().versions().containsKey("CUDA driver")) {
                throw new DeviceException("out of memory");
              }
            });
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () ->
                findings(
                    DeviceRequest.simulated(Precision.FP32), Precision.FP32, List.of(scenario)));
    assertEquals("add: on a device that fails: out of memory", e.getMessage());
  }
}
