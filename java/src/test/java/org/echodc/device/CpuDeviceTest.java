package org.echodc.device;

import static org.echodc.device.OperationTests.assertBitwiseEqual;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on the CPU device, and its results for other numbers of threads. */
class CpuDeviceTest extends DeviceContract {
  @Override
  Device open() {
    return Devices.open("cpu", 2);
  }

  static Stream<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void threadsDoNotChangeABit(Scenario scenario) {
    Map<String, Bench.Result> expected = onThreads(1, scenario);
    assertBitwiseEqual(expected, onThreads(2, scenario));
    assertBitwiseEqual(expected, onThreads(3, scenario));
  }

  private static Map<String, Bench.Result> onThreads(int threads, Scenario scenario) {
    try (Device device = Devices.open("cpu", threads)) {
      return scenario.on(device);
    }
  }
}
