package org.echodc.benchmarks.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;
import org.echodc.device.DeviceInfo;

/**
 * A benchmark with its parameters, and what came of it. Numbers that are not known are null.
 *
 * @param benchmark class and method, without the package
 * @param params JMH's parameters, apart from device and precision
 * @param device what it ran on; null if it did not get that far
 * @param precision of matrix products
 * @param time what it took
 * @param rates what it reached
 * @param memory what it held, or what one needs that the memory was too small for
 * @param refusal why there is no result, though nothing is wrong
 * @param failure what went wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measurement(
    String benchmark,
    Map<String, String> params,
    DeviceInfo device,
    String precision,
    Time time,
    Rates rates,
    Memory memory,
    String refusal,
    String failure) {

  /** Sorts the parameters. */
  public Measurement {
    params = new TreeMap<>(params);
  }

  /**
   * Time of one invocation.
   *
   * @param seconds mean
   * @param error half the width of JMH's 99.9 % confidence interval, in seconds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Time(double seconds, Double error) {}

  /**
   * Rates of the declared work.
   *
   * @param gflops GFLOP/s
   * @param gbs GB/s
   * @param productShare of the rate of a matrix product on the same hardware in the same precision
   * @param memoryShare of the rate of adding two large arrays on the same hardware
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rates(Double gflops, Double gbs, Double productShare, Double memoryShare) {

    Rates withShares(Double ofProduct, Double ofMemory) {
      return new Rates(gflops, gbs, ofProduct, ofMemory);
    }
  }

  /**
   * Peak memory in MiB.
   *
   * @param device held by tensors and workspaces, without copies that only a benchmark needs
   * @param resident of the whole process, those copies and the JVM included
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Memory(Double device, Double resident) {}

  Measurement withRates(Rates changed) {
    return new Measurement(
        benchmark, params, device, precision, time, changed, memory, refusal, failure);
  }

  /** Whether it was measured. */
  public boolean isMeasured() {
    return time != null;
  }

  /** Name of the device, such as {@code cpu}, or where a peer ran. */
  public String deviceName() {
    return device == null ? "" : device.name();
  }

  /** A parameter's value, empty if there is no such parameter. */
  public String param(String name) {
    return params.getOrDefault(name, "");
  }
}
