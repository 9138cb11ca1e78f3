package org.echodc.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Precision;
import org.echodc.device.comparison.DeviceComparison.Finding;
import org.echodc.text.Text;

/** What {@code echodc doctor} prints of its comparisons: a table for each precision, a verdict. */
public final class DoctorTable {
  private final PrintWriter out;
  private final boolean verbose;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Precision, Integer> counts = new LinkedHashMap<>();
  private Precision precision;
  private int failed;

  /**
   * Nothing is printed yet.
   *
   * @param verbose whether a scenario has a line of its own
   */
  public DoctorTable(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  /** Begins the table of a precision. */
  public void begin(DeviceInfo device, Precision ofDevice) {
    precision = ofDevice;
    findings.clear();
    out.printf(
        Locale.ROOT,
        "%n%s (%s) in %s against cpu in fp32%n%n",
        device.name(),
        device.hardware(),
        name(precision));
    out.printf(
        Locale.ROOT,
        "%-" + width() + "s %9s %14s %12s %12s%n",
        verbose ? "scenario" : "operation",
        verbose ? "" : "scenarios",
        "error of bound",
        "time",
        "on cpu");
    out.flush();
  }

  private int width() {
    return verbose ? 72 : 20;
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /** Adds a scenario. */
  public void add(Finding finding) {
    findings.add(finding);
    if (verbose) {
      print(finding.scenario().name(), List.of(finding));
    }
  }

  /** Ends the table, with what is wrong in it. */
  public void end() {
    if (!verbose) {
      findings.stream()
          .collect(
              Collectors.groupingBy(
                  finding -> finding.scenario().kind(), LinkedHashMap::new, Collectors.toList()))
          .forEach(this::print);
    }
    for (Finding finding : findings) {
      for (String failure : finding.failures()) {
        out.printf(Locale.ROOT, "WRONG  %s: %s%n", finding.scenario(), failure);
      }
    }
    out.flush();
    failed += (int) wrong(findings);
    counts.put(precision, findings.size());
  }

  private static long wrong(List<Finding> findings) {
    return findings.stream().filter(finding -> !finding.passed()).count();
  }

  private void print(String name, List<Finding> ofName) {
    long wrong = wrong(ofName);
    out.printf(
        Locale.ROOT,
        "%-" + width() + "s %9s %14.2g %9.3f ms %9.3f ms%s%n",
        name,
        verbose ? "" : ofName.size(),
        ofName.stream().mapToDouble(Finding::share).max().orElse(0),
        ofName.stream().mapToDouble(Finding::seconds).sum() * 1e3,
        ofName.stream().mapToDouble(Finding::referenceSeconds).sum() * 1e3,
        wrong == 0 ? "" : verbose ? "  WRONG" : Text.format("  %d WRONG", wrong));
    out.flush();
  }

  /** Prints how all of it ended, and returns whether nothing is wrong. */
  public boolean printVerdict() {
    if (!counts.isEmpty()) {
      String ran =
          counts.entrySet().stream()
              .map(entry -> entry.getValue() + " in " + name(entry.getKey()))
              .collect(Collectors.joining(", "));
      out.printf(
          Locale.ROOT,
          "%n%s; scenarios run: %s%n",
          failed == 0 ? "all operations agree" : failed + " wrong, please report this output",
          ran);
      out.flush();
    }
    return failed == 0;
  }
}
