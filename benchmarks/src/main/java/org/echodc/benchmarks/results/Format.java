package org.echodc.benchmarks.results;

import java.util.stream.Collectors;

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
      return "%.0f".formatted(value);
    }
    return size >= 10
        ? "%.1f".formatted(value)
        : size >= 1 ? "%.2f".formatted(value) : small(value);
  }

  private static String small(double value) {
    return Math.abs(value) >= 0.01 ? "%.3f".formatted(value) : "%.1e".formatted(value);
  }

  /** A time in the unit that suits it. */
  public static String time(double seconds) {
    if (seconds >= 1) {
      return number(seconds) + " s";
    }
    return seconds >= 1e-3 ? number(seconds * 1e3) + " ms" : number(seconds * 1e6) + " us";
  }

  /** For example {@code size=1x2 width=3}. */
  public static String parameters(Measurement measurement) {
    return measurement.params().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
