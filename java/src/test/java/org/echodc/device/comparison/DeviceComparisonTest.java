package org.echodc.device.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.junit.jupiter.api.Test;

/** The comparison sees a difference where there is one. */
class DeviceComparisonTest {

  private static List<DeviceComparison.Row> rows(Precision ofDevice, Precision claimed) {
    return rows(DeviceRequest.simulated(ofDevice), claimed);
  }

  private static List<DeviceComparison.Row> rows(DeviceRequest request, Precision claimed) {
    List<DeviceComparison.Row> rows = new ArrayList<>();
    try (Device device = Devices.open(request, reason -> {});
        Device cpu = Devices.open("cpu", 1)) {
      DeviceComparison.run(device, cpu, claimed, rows::add);
    }
    return rows;
  }

  @Test
  void allAgreesThatIsRight() {
    List<DeviceComparison.Row> rows = rows(Precision.FP32, Precision.FP32);
    assertTrue(rows.size() > 15, "%d operations".formatted(rows.size()));
    rows.forEach(row -> assertTrue(row.passed(), row::toString));
  }

  @Test
  void tensorCoresAreNotFloat32() {
    List<String> wrong =
        rows(Precision.TF32, Precision.FP32).stream()
            .filter(row -> !row.passed())
            .map(DeviceComparison.Row::operation)
            .toList();
    assertEquals(5, wrong.size(), wrong::toString);
    assertTrue(wrong.stream().allMatch(operation -> operation.contains("block")), wrong::toString);
  }

  /** Without such instructions the processor computes in float32, which is right too. */
  @Test
  void bf16OnAProcessorIsRight() {
    DeviceRequest request = new DeviceRequest("cpu", 2, false, Precision.BF16);
    rows(request, Precision.BF16).forEach(row -> assertTrue(row.passed(), row::toString));
  }

  @Test
  void notANumberIsWrong() {
    assertFalse(new DeviceComparison.Row("operation", Double.NaN, 1e-4, 0, 0).passed());
  }
}
