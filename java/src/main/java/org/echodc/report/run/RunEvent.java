package org.echodc.report.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.echodc.evaluate.AccuracyStatistics;

/**
 * Something that happened in a run: a line of {@code metrics.jsonl}, {@code {"event":"loss", ...}}.
 * Every line can be understood by itself; their order is that of time.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunEvent.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = RunEvent.Loss.class, name = "loss"),
  @JsonSubTypes.Type(value = RunEvent.Epoch.class, name = "epoch"),
  @JsonSubTypes.Type(value = RunEvent.Accuracy.class, name = "accuracy"),
  @JsonSubTypes.Type(value = RunEvent.Evaluated.class, name = "evaluated"),
  @JsonSubTypes.Type(value = RunEvent.End.class, name = "end"),
})
public sealed interface RunEvent {

  /**
   * A phase begins, or goes on in another session.
   *
   * @param phase such as {@code condense echo}
   * @param unit what it counts, singular
   * @param done how many of them have been done before
   * @param total how many of them it will be
   */
  record Begin(String phase, String unit, long done, long total) implements RunEvent {}

  /**
   * Losses of condensation.
   *
   * @param objective what is minimised: echo or dm
   * @param iteration counted from 1
   * @param seconds of condensing until then
   * @param mean over the classes
   * @param classes one loss a class
   */
  record Loss(String objective, int iteration, double seconds, float mean, List<Float> classes)
      implements RunEvent {

    /** Takes the mean of the classes' losses. */
    public static Loss of(String objective, int iteration, double seconds, List<Float> classes) {
      double mean = classes.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
      return new Loss(objective, iteration, seconds, (float) mean, classes);
    }
  }

  /**
   * An epoch of training a network of an evaluation.
   *
   * @param set the images that it is trained on
   * @param network counted from 1
   * @param epoch counted from 1
   * @param seconds of evaluating the set until then
   * @param loss mean training loss of the epoch's last batch
   */
  record Epoch(String set, int network, int epoch, double seconds, float loss)
      implements RunEvent {}

  /**
   * Accuracy of a network on the real test set, while it is trained or at its end.
   *
   * @param set the images that it is trained on
   * @param network counted from 1
   * @param epoch after which it was tested
   * @param seconds of evaluating the set until then
   * @param accuracy in per cent
   */
  record Accuracy(String set, int network, int epoch, double seconds, double accuracy)
      implements RunEvent {}

  /**
   * The evaluation of a set is done.
   *
   * @param set which one: random, initial, dm, echo or full
   * @param description of the set
   * @param perClass images of each class that the networks were trained on
   * @param epochs that each was trained for
   * @param accuracy of the networks after the last epoch, in per cent
   */
  record Evaluated(
      String set, String description, int perClass, int epochs, AccuracyStatistics accuracy)
      implements RunEvent {}

  /**
   * A phase has ended.
   *
   * @param phase as in {@link Begin}
   * @param seconds that it has taken, in all sessions
   */
  record End(String phase, double seconds) implements RunEvent {}
}
