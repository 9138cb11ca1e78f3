package org.echodc.cli.option;

import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of numbers that the user gave. */
public final class Range {
  private Range() {}

  /** Ends with a usage error unless {@code low <= value <= high}. */
  public static void check(CommandSpec spec, String option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ParameterException(
          spec.commandLine(),
          Text.format("%s must be %s to %s, not %s", option, text(low), text(high), text(value)),
          spec.findOption(option),
          null);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
