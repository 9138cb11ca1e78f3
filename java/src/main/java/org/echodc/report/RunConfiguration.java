package org.echodc.report;

import java.util.List;
import java.util.Map;
import org.echodc.condense.CondensationConfig;
import org.echodc.device.DeviceInfo;
import org.echodc.evaluate.EvaluationConfig;

/**
 * What {@code run.json} says when a run begins: everything that determines the results. When it
 * goes on, a {@link RunSession} joins {@code resumed} there.
 *
 * @param commandLine as given
 * @param started ISO 8601 time
 * @param dataset name of the data set
 * @param trainingImages how many there are
 * @param testImages how many there are
 * @param classNames label by label
 * @param condensation its parameters
 * @param evaluation its parameters
 * @param device where it ran
 * @param versions of echodc, Java and the operating system
 */
public record RunConfiguration(
    String commandLine,
    String started,
    String dataset,
    int trainingImages,
    int testImages,
    List<String> classNames,
    CondensationConfig condensation,
    EvaluationConfig evaluation,
    DeviceInfo device,
    Map<String, String> versions) {

  /** What is noted of a run that goes on like this. */
  public RunSession session() {
    return new RunSession(commandLine, started, device, versions);
  }
}
