package org.echodc.device;

import static org.echodc.device.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.echodc.device.comparison.Outcome;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
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
    Outcome got = scenario.on(device());
    assertEquals(List.of(), got.changedInputs(), "changed inputs");
    scenario
        .on(new OracleDevice())
        .results()
        .forEach(
            (name, result) -> {
              Tolerance tolerance =
                  result.type() == DataType.INT32 ? Tolerance.EXACT : scenario.tolerance();
              assertClose(tolerance, name, result.values(), got.results().get(name).values());
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void repeatsItselfBitForBitAndAllocatesNothingMore(Scenario scenario) {
    Outcome first = scenario.on(device());
    long bytes = device().allocatedBytes();
    assertBitwiseEqual(first, scenario.on(device()));
    assertEquals(bytes, device().allocatedBytes(), "bytes after the second run");
    try (Device another = open()) {
      assertBitwiseEqual(first, scenario.on(another));
    }
  }

  static void assertBitwiseEqual(Outcome expected, Outcome got) {
    expected
        .results()
        .forEach(
            (name, result) ->
                assertArrayEquals(result.values(), got.results().get(name).values(), name));
  }
}
