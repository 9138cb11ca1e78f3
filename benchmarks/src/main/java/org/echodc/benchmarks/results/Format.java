package org.echodc.benchmarks.results;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/** Numbers and parameters in words. */
public final class Format {
  private Format() {}

  /** Three significant digits, or nothing for an unknown number. */
  public static String number(Double value) {
    if (value == null) {
      return "";
    }
    double size = Math.abs(value);
    if (size >= 100) {
      return Text.format("%.0f", value);
    }
    return size >= 10
        ? Text.format("%.1f", value)
        : size >= 1 ? Text.format("%.2f", value) : small(value);
  }

  private static String small(double value) {
    return Math.abs(value) >= 0.01 ? Text.format("%.3f", value) : Text.format("%.1e", value);
  }

  /** A time in the unit that suits it. */
  public static String time(double seconds) {
    if (seconds >= 1) {
      return number(seconds) + " s";
    }
    return seconds >= 1e-3 ? number(seconds * 1e3) + " ms" : number(seconds * 1e6) + " us";
  }

  /** What a message begins with; devices add the cure in further lines. */
  public static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** For example {@code size=1x2 width=3}, some left out. */
  public static String parameters(Measurement measurement, String... without) {
    return measurement.params().entrySet().stream()
        .filter(entry -> !Arrays.asList(without).contains(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
