package org.echodc.device;

import static org.echodc.device.OperationTests.assertBitwiseEqual;

import java.util.stream.Stream;
import org.echodc.device.comparison.Outcome;
import org.echodc.device.comparison.Scenario;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on the CPU device, and its results for other numbers of threads. */
class CpuDeviceTest extends DeviceContract {
  @Override
  Device open() {
    return Devices.open("cpu", 2);
  }

  @Nested
  class GoldenNetworks extends GoldenNetworkTests {
    @Override
    Device open() {
      return CpuDeviceTest.this.open();
    }

    /** Some layers' sums in float32. */
    @Override
    double forwardTolerance() {
      return 1e-5;
    }

    /** A rounding can decide on which side of 0 a ReLU is, and training builds on it. */
    @Override
    double backwardTolerance() {
      return 1e-3;
    }
  }

  static Stream<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void threadsDoNotChangeABit(Scenario scenario) {
    Outcome expected = onThreads(1, scenario);
    assertBitwiseEqual(expected, onThreads(2, scenario));
    assertBitwiseEqual(expected, onThreads(3, scenario));
  }

  private static Outcome onThreads(int threads, Scenario scenario) {
    try (Device device = Devices.open("cpu", threads)) {
      return scenario.on(device);
    }
  }
}
