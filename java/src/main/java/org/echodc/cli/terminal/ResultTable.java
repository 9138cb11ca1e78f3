package org.echodc.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.echodc.run.RunObserver;
import org.echodc.text.Text;

/** The table of accuracies that a run ends with. */
public final class ResultTable {
  private final List<String> lines = new ArrayList<>();

  /** An empty table, whose heading says what the accuracies were measured with. */
  public ResultTable() {
    lines.add(
        Text.format("%-9s %8s %6s  %9s  %s", "set", "accuracy", "std", "per class", "images"));
  }

  /**
   * Adds a row.
   *
   * @param evaluated which images, and the accuracy in per cent
   */
  public void add(RunObserver.EvaluatedSet evaluated) {
    lines.add(
        Text.format(
            "%-9s %6.2f %% %6.2f  %9d  %s",
            evaluated.set().key(),
            evaluated.accuracy().mean(),
            evaluated.accuracy().std(),
            evaluated.perClass(),
            evaluated.set().description()));
  }

  @Override
  public String toString() {
    return String.join(System.lineSeparator(), lines);
  }
}
