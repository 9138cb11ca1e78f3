package org.echodc.device.comparison;

import java.util.List;
import java.util.Map;
import org.echodc.tensor.DataType;

/**
 * What came out of a scenario.
 *
 * @param results by name
 * @param changedInputs descriptions of inputs that were overwritten
 * @param seconds time of its operations on the device
 */
public record Outcome(Map<String, Result> results, List<String> changedInputs, double seconds) {

  /** Elements of one result; doubles hold floats and whole numbers exactly. */
  public record Result(DataType type, double[] values) {}
}
