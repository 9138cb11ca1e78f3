package org.echodc.report.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.echodc.condense.CondensationConfig;
import org.echodc.data.ImageDataset;
import org.echodc.device.DeviceInfo;
import org.echodc.evaluate.EvaluationConfig;

/**
 * What {@code run.json} says when a run begins: everything that determines the results. When it
 * goes on, a {@link RunSession} joins {@code resumed} there.
 *
 * @param commandLine as given
 * @param started ISO 8601 time
 * @param data the data set
 * @param condensation its parameters
 * @param evaluation its parameters
 * @param device where it ran
 * @param versions of echodc, Java and the operating system
 */
public record RunConfiguration(
    String commandLine,
    String started,
    @JsonUnwrapped Data data,
    CondensationConfig condensation,
    EvaluationConfig evaluation,
    DeviceInfo device,
    Map<String, String> versions) {

  /**
   * A data set; its fields stand in {@code run.json} among those of the run.
   *
   * @param name that selects it
   * @param trainingImages how many there are
   * @param testImages how many there are
   * @param classNames label by label
   */
  public record Data(
      @JsonProperty("dataset") String name,
      int trainingImages,
      int testImages,
      List<String> classNames) {

    /** What is noted of a data set. */
    public static Data of(ImageDataset dataset) {
      return new Data(
          dataset.name(), dataset.train().count(), dataset.test().count(), dataset.classNames());
    }
  }

  /** What is noted of a run that goes on like this. */
  public RunSession session() {
    return new RunSession(commandLine, started, device, versions);
  }
}
