package org.echodc.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;
import org.echodc.device.DeviceInfo;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a benchmark's process tells beside JMH's results.
 *
 * @param benchmark JMH's name of the benchmark
 * @param params its parameters
 * @param device what it ran on; null if that did not start
 * @param precision of matrix products, as resolved
 * @param refusal why there is no result, though nothing is wrong; null if there should be one
 * @param neededBytes of memory that a refused trial needs, if that is the reason
 * @param failure what went wrong; null if nothing is known of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrialNote(
    String benchmark,
    Map<String, String> params,
    DeviceInfo device,
    String precision,
    String refusal,
    Long neededBytes,
    String failure) {

  /** A note of a trial that begins. */
  public static TrialNote begun(String benchmark, Map<String, String> params, String precision) {
    return new TrialNote(benchmark, params, null, precision, null, null, null);
  }

  public TrialNote on(DeviceInfo opened) {
    return new TrialNote(benchmark, params, opened, precision, refusal, neededBytes, failure);
  }

  /** The parameters of a trial, sorted. */
  public static Map<String, String> params(BenchmarkParams trial) {
    Map<String, String> params = new TreeMap<>();
    for (String key : trial.getParamsKeys()) {
      params.put(key, trial.getParam(key));
    }
    return params;
  }

  public TrialNote refused(String reason, Long needed) {
    return new TrialNote(benchmark, params, device, precision, reason, needed, failure);
  }

  public TrialNote failed(String reason) {
    return new TrialNote(benchmark, params, device, precision, refusal, neededBytes, reason);
  }
}
