package org.echodc.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.echodc.benchmarks.results.Comparison;
import org.echodc.benchmarks.results.Format;
import org.echodc.benchmarks.results.MachineRates;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.results.Results;
import org.echodc.device.DeviceInfo;
import org.echodc.text.Text;

/** Writes the results of one run or several as one page. */
public final class HtmlReport {
  private static final List<String> HEADER =
      List.of(
          "parameters",
          "device",
          "time",
          "&plusmn;",
          "GFLOP/s",
          "of a matrix product",
          "GB/s",
          "of the memory",
          "device MiB",
          "process MiB");
  private static final int NUMBERS = HEADER.size() - 2;

  private final List<Results> runs;
  private final List<Measurement> measurements;
  private final MachineRates rates;

  private HtmlReport(List<Results> runs) {
    this.runs = runs;
    measurements = runs.stream().flatMap(run -> run.measurements().stream()).toList();
    rates = new MachineRates(measurements);
  }

  /** Writes the page; no display is needed. */
  public static void write(List<Results> runs, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.writeString(file, new HtmlReport(runs).page());
  }

  private String page() throws IOException {
    return Text.format(
        """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>ECHO benchmarks</title>
    <style>
    %s</style>
    </head>
    <body>
    <header>
    <h1>ECHO benchmarks</h1>
    %s</header>
    <main>
    %s</main>
    </body>
    </html>
    """,
        resource("report.css"),
        machine(),
        comparisons() + mmd("gradient") + mmd("gradientAndLoss") + rooflines() + tables());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String machine() {
    StringBuilder facts = new StringBuilder("<dl>\n");
    measurements.stream()
        .map(Measurement::device)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(device -> facts.append(fact(device.name(), describe(device))));
    measurements.stream()
        .filter(m -> m.benchmark().startsWith("MachineRateBenchmark.") && m.isMeasured())
        .forEach(m -> facts.append(fact("measured rate", rate(m))));
    runs.stream()
        .map(Results::machine)
        .map(machine -> machine.system() + ", " + machine.jvm())
        .distinct()
        .forEach(system -> facts.append(fact("system", system)));
    runs.stream()
        .map(Results::machine)
        .map(machine -> Text.format("%s, echodc bench %s", machine.time(), machine.command()))
        .forEach(run -> facts.append(fact("run", run)));
    return facts.append("</dl>\n").toString();
  }

  private static String describe(DeviceInfo device) {
    String versions =
        device.versions().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return Text.format("%s, threads: %d, %s", device.hardware(), device.threads(), versions);
  }

  private static String rate(Measurement m) {
    String place = m.deviceName() + " " + m.precision();
    return m.benchmark().endsWith("matrixProduct")
        ? Text.format("matrix product %s GFLOP/s (%s)", Format.number(m.rates().gflops()), place)
        : Text.format("memory %s GB/s (%s)", Format.number(m.rates().gbs()), place);
  }

  private static String fact(String name, String value) {
    return Text.format("<dt>%s</dt><dd>%s</dd>\n", Html.escape(name), Html.escape(value));
  }

  /** Only within a run: another one has other conditions. */
  private List<Comparison> comparisonsOfRuns() {
    return runs.stream().flatMap(run -> Comparison.all(run.measurements()).stream()).toList();
  }

  private String comparisons() {
    List<List<String>> rows = new ArrayList<>();
    for (Comparison comparison : comparisonsOfRuns()) {
      Measurement ours = comparison.ours();
      rows.add(
          List.of(
              Html.text(ours.benchmark().replace("Benchmark", "")),
              Html.text(Format.parameters(ours, "implementation")),
              Html.text(ours.deviceName() + " " + ours.precision()),
              Html.number(Format.time(ours.time().seconds())),
              Html.number(Format.time(comparison.other().time().seconds())),
              Html.text(comparison.otherName()),
              Text.format("<td class=\"r\"><b>%.2f&times;</b></td>", comparison.ratio())));
    }
    return rows.isEmpty()
        ? ""
        : Html.section(
            "Side by side",
            "How many times as fast ECHO's way is as the other one, in the same run.",
            Html.table(
                List.of("benchmark", "parameters", "device", "ECHO", "other", "", "as fast"),
                rows));
  }

  private String mmd(String method) {
    MmdCharts charts = new MmdCharts(measurements, method);
    return charts.isEmpty()
        ? ""
        : Html.section(
            method.equals("gradient") ? "MMD: gradient" : "MMD: gradient and loss",
            "Fused, no matrix of all pairs is ever stored, and memory grows with the features;"
                + " unfused, it grows with the square of their number.",
            Text.format("<div class=\"charts\">%s%s</div>", charts.time(), charts.memory()));
  }

  private String rooflines() {
    Map<String, List<Measurement>> machines = new LinkedHashMap<>();
    measurements.stream()
        .filter(m -> m.device() != null && !m.benchmark().startsWith("MachineRate"))
        .forEach(
            m ->
                machines
                    .computeIfAbsent(
                        m.device().hardware() + ", " + m.precision(), key -> new ArrayList<>())
                    .add(m));
    StringBuilder sections = new StringBuilder();
    machines.forEach(
        (name, ofMachine) ->
            sections.append(
                Html.section(
                    "Roofline: " + name,
                    "The roofs are the measured rates of a matrix product and of adding two large"
                        + " arrays. What works in cache can rise above them.",
                    RooflineChart.draw(ofMachine, rates))));
    return sections.toString();
  }

  private String tables() {
    Map<String, List<Measurement>> benchmarks = new LinkedHashMap<>();
    measurements.forEach(
        m -> benchmarks.computeIfAbsent(m.benchmark(), name -> new ArrayList<>()).add(m));
    StringBuilder tables = new StringBuilder();
    benchmarks.forEach(
        (name, ofBenchmark) ->
            tables
                .append(Text.format("<h3>%s</h3>\n", Html.escape(name)))
                .append(Html.table(HEADER, ofBenchmark.stream().map(this::row).toList())));
    return Html.section(
        "All results",
        "Time of one invocation with JMH's 99.9&thinsp;% confidence interval; work by arithmetic,"
            + " the same for every implementation; peak memory.",
        tables.toString());
  }

  private List<String> row(Measurement m) {
    List<String> cells = new ArrayList<>();
    cells.add(Html.text(Format.parameters(m)));
    cells.add(Html.text(m.deviceName() + " " + m.precision()));
    if (!m.isMeasured()) {
      String reason = m.refusal() != null ? m.refusal() : "failed: " + m.failure();
      cells.add(Html.sentence(Format.firstLine(reason), NUMBERS));
      return cells;
    }
    Double error = m.time().error();
    cells.add(Html.number(Format.time(m.time().seconds())));
    cells.add(Html.number(error == null ? "" : Format.time(error)));
    cells.add(Html.number(Format.number(m.rates().gflops())));
    cells.add(Html.share(m.rates().productShare()));
    cells.add(Html.number(Format.number(m.rates().gbs())));
    cells.add(Html.share(m.rates().memoryShare()));
    cells.add(Html.number(Format.number(m.memory().device())));
    cells.add(Html.number(Format.number(m.memory().resident())));
    return cells;
  }
}
