package org.echodc.cli.terminal;

import java.nio.file.Path;
import java.util.List;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.report.run.EvaluationLog;
import org.echodc.text.Text;

/** Networks trained on images of a run: a line each, printed when it is known. */
public final class EvaluationTable {
  private static final String FORMAT = "%-9s  %-%WIDTH%s  %10s  %8s  %5s  %14s  %8s  %6s  %9s";

  private final String format;

  /** A table whose columns suit these networks. */
  public EvaluationTable(List<EvaluationConfig> networks) {
    int width =
        networks.stream()
            .mapToInt(config -> config.network().description().length())
            .max()
            .orElse(0);
    format = FORMAT.replace("%WIDTH%", Integer.toString(Math.max(width, "network".length())));
  }

  /** What the columns are. */
  public String heading() {
    return Text.format(
        format,
        "set",
        "network",
        "parameters",
        "accuracy",
        "std",
        "95 % interval",
        "networks",
        "epochs",
        "per class");
  }

  /** A single result, for which a table would be much. */
  public static String sentence(Path run, EvaluationLog.Entry evaluation) {
    return Text.format(
        "%s: accuracy %.2f %%, std %.2f, %d networks, %d epochs on %d images a class (%s, %s)",
        run,
        evaluation.accuracy().mean(),
        evaluation.accuracy().std(),
        evaluation.accuracy().values().size(),
        evaluation.evaluation().training().epochs(),
        evaluation.images().perClass(),
        evaluation.images().set(),
        evaluation.description());
  }

  /** One network on one set of images. */
  public String row(EvaluationLog.Entry evaluation) {
    return Text.format(
        format,
        evaluation.images().set(),
        evaluation.description(),
        Text.format("%d", evaluation.parameters()),
        Text.format("%.2f %%", evaluation.accuracy().mean()),
        Text.format("%.2f", evaluation.accuracy().std()),
        ComparisonTable.interval(evaluation.accuracy()),
        Text.format("%d", evaluation.accuracy().values().size()),
        Text.format("%d", evaluation.evaluation().training().epochs()),
        Text.format("%d", evaluation.images().perClass()));
  }
}
