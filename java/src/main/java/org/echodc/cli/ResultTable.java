package org.echodc.cli;

import java.util.ArrayList;
import java.util.List;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.text.Text;

/** The table of accuracies that a run ends with. */
final class ResultTable {
  private final List<String> lines = new ArrayList<>();

  /** An empty table, whose heading says what the accuracies were measured with. */
  ResultTable() {
    lines.add(
        Text.format("%-9s %8s %6s  %9s  %s", "set", "accuracy", "std", "per class", "images"));
  }

  /**
   * Adds a row.
   *
   * @param set which images
   * @param accuracy in per cent
   * @param perClass how many images of each class a network was trained on
   */
  void add(ComparedSet set, AccuracyStatistics accuracy, int perClass) {
    lines.add(
        Text.format(
            "%-9s %6.2f %% %6.2f  %9d  %s",
            set.key(), accuracy.mean(), accuracy.std(), perClass, set.description()));
  }

  @Override
  public String toString() {
    return String.join(System.lineSeparator(), lines);
  }
}
