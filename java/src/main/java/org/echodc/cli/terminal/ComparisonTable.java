package org.echodc.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.page.ComparedRun;
import org.echodc.report.page.RunComparison;
import org.echodc.text.Text;

/** Runs side by side, as text. */
public final class ComparisonTable {
  private static final String NOTHING = "-";

  private final List<String[]> rows = new ArrayList<>();

  public ComparisonTable(RunComparison comparison) {
    rows.add(
        new String[] {
          "run", "set", "accuracy", "95 % interval", "networks", "p", "p Holm", "it/s", "time", "MB"
        });
    for (int i = 0; i < comparison.runs().size(); i++) {
      ComparedRun run = comparison.runs().get(i);
      rows.add(
          new String[] {
            run.name(),
            run.objective(),
            run.accuracy().map(accuracy -> Text.format("%.2f %%", accuracy.mean())).orElse(NOTHING),
            run.accuracy().map(ComparisonTable::interval).orElse(NOTHING),
            run.accuracy()
                .map(accuracy -> Text.format("%d", accuracy.values().size()))
                .orElse(NOTHING),
            i == 0 ? "(first)" : probability(comparison.probabilities().get(i)),
            i == 0 ? "" : probability(comparison.corrected().get(i)),
            Text.format("%.3g", run.measured("iterations_per_second")),
            Text.format("%.0f s", run.measured("total_seconds")),
            Text.format("%.0f", run.measured("peak_device_bytes") / 1e6),
          });
    }
  }

  static String interval(AccuracyStatistics accuracy) {
    return accuracy
        .interval()
        .map(interval -> Text.format("%.2f to %.2f", interval.low(), interval.high()))
        .orElse("one network");
  }

  private static String probability(OptionalDouble p) {
    return p.isEmpty()
        ? "no test"
        : p.getAsDouble() < 0.001 ? "< 0.001" : Text.format("%.3f", p.getAsDouble());
  }

  @Override
  public String toString() {
    return new TextTable(rows, 2).toString();
  }
}
