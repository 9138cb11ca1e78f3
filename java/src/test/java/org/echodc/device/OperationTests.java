package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.echodc.oracle.OracleDevice;
import org.echodc.tensor.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every scenario. */
abstract class OperationTests extends DeviceTests {

  static Stream<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void agreesWithTheOracle(Scenario scenario) {
    Map<String, Bench.Result> expected = scenario.on(new OracleDevice());
    Map<String, Bench.Result> got = scenario.on(device());
    expected.forEach(
        (name, result) -> {
          Tolerance tolerance =
              result.type() == DataType.INT32 ? Tolerance.EXACT : scenario.tolerance();
          tolerance.check(name, result.values(), got.get(name).values());
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void repeatsItselfBitForBitAndAllocatesNothingMore(Scenario scenario) {
    Map<String, Bench.Result> first = scenario.on(device());
    long bytes = device().allocatedBytes();
    assertBitwiseEqual(first, scenario.on(device()));
    assertEquals(bytes, device().allocatedBytes(), "bytes after the second run");
    try (Device another = open()) {
      assertBitwiseEqual(first, scenario.on(another));
    }
  }

  static void assertBitwiseEqual(
      Map<String, Bench.Result> expected, Map<String, Bench.Result> got) {
    expected.forEach(
        (name, result) -> assertArrayEquals(result.values(), got.get(name).values(), name));
  }
}
