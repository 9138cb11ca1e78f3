package org.echodc.benchmarks.results;

import java.util.Map;
import org.echodc.device.DeviceInfo;

/** Measurements to test with. */
public final class ExampleResults {
  private static final DeviceInfo CPU =
      new DeviceInfo("cpu", "a <fast> processor", 2, Map.of("oneDNN", "3.8.1"));

  private ExampleResults() {}

  /** Something measured in float32. */
  public static Measurement measured(
      String benchmark, Map<String, String> params, double seconds, Double gflops, Double gbs) {
    return measured(CPU, benchmark, params, seconds, gflops, gbs);
  }

  /** Something measured on a device. */
  public static Measurement measured(
      DeviceInfo device,
      String benchmark,
      Map<String, String> params,
      double seconds,
      Double gflops,
      Double gbs) {
    return new Measurement(
        benchmark,
        params,
        device,
        "FP32",
        new Measurement.Time(seconds, seconds / 10),
        new Measurement.Rates(gflops, gbs, null, null),
        new Measurement.Memory(12.5, 345.0),
        null,
        null);
  }

  /** Something that did not fit. */
  public static Measurement refused(String benchmark, Map<String, String> params) {
    return new Measurement(
        benchmark,
        params,
        CPU,
        "FP32",
        null,
        null,
        new Measurement.Memory(29_754.0, null),
        "needs 31.2 GB, 21.0 GB are there",
        null);
  }

  /** Something that went wrong. */
  public static Measurement failed(String benchmark) {
    return new Measurement(
        benchmark, Map.of(), CPU, "FP32", null, null, null, null, "the sum is wrong");
  }

  /** Where the examples were measured. */
  public static Machine machine() {
    return new Machine("2026-11-24T00:00:00Z", "Linux", "JVM 17", 2, "Mmd");
  }
}
