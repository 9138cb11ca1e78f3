package org.echodc.report;

import java.util.List;
import java.util.Map;
import org.echodc.condense.CondensationConfig;
import org.echodc.device.DeviceInfo;
import org.echodc.evaluate.EvaluationConfig;

/**
 * What {@code run.json} says: everything that determines the results.
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
    Map<String, String> versions) {}
