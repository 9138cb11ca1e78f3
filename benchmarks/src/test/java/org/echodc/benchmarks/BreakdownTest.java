package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.echodc.benchmarks.work.Breakdown;
import org.echodc.benchmarks.work.TimedDevice;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.junit.jupiter.api.Test;

class BreakdownTest {
  private static final Workloads WORKLOADS = Workloads.convNet(8);
  private static final DeviceRequest CPU = DeviceRequest.of("cpu", 2);

  @Test
  void theOperationsMakeUpTheIteration() {
    try (Device device = Devices.open(CPU, reason -> {})) {
      Breakdown.Result result = new Breakdown(device, 0).measure(WORKLOADS::iteration);
      assertEquals(1, result.runs());
      assertEquals(
          List.of(
              "sample",
              "draw augmentation",
              "gather",
              "decode",
              "conv-block 28x28x1",
              "conv-block 16x16x8",
              "conv-block 8x8x8",
              "mmd gradient fused",
              "conv-block backward 8x8x8",
              "conv-block backward 16x16x8",
              "conv-block backward 28x28x1",
              "decode backward",
              "sgd step",
              "advance"),
          List.copyOf(result.operations().keySet()));
      TimedDevice.Total sum =
          result.operations().values().stream()
              .reduce(TimedDevice.Total.NONE, TimedDevice.Total::plus);
      assertTrue(sum.seconds() > 0 && sum.seconds() <= result.seconds(), result.toString());
      assertEquals(WorkCounter.of(WORKLOADS::iteration), sum.work());
    }
  }

  @Test
  void isPrintedForEveryWorkload() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Breakdown.print(new PrintStream(printed, true, StandardCharsets.UTF_8), CPU, WORKLOADS, 0);
    String text = printed.toString(StandardCharsets.UTF_8);
    for (String part :
        List.of(
            "ConvNet-3 of width 8",
            "one iteration, run 1 times",
            "one epoch of evaluation, run 1 times",
            "10,000 test images, run 1 times",
            "conv-block backward 28x28x1, parameters",
            "cut mix",
            "count correct",
            "between operations",
            "100.0 %")) {
      assertTrue(text.contains(part), text);
    }
  }
}
