package org.echodc.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.work.MmdSize;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Time and memory of the MMD over the size of the problem, a line for each way to compute it. */
final class MmdCharts {
  private static final String BENCHMARK = "MmdBenchmark.";
  private static final String X_TITLE = "images of a class, M + N";
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  private final Map<String, List<Measurement>> lines = new LinkedHashMap<>();

  MmdCharts(List<Measurement> measurements, String method) {
    measurements.stream()
        .filter(m -> m.benchmark().endsWith(BENCHMARK + method))
        .sorted(Comparator.comparingDouble(MmdCharts::images))
        .forEach(m -> lines.computeIfAbsent(line(m), name -> new ArrayList<>()).add(m));
  }

  boolean isEmpty() {
    return lines.values().stream().flatMap(List::stream).noneMatch(Measurement::isMeasured);
  }

  private static String line(Measurement m) {
    return m.benchmark().startsWith(BENCHMARK)
        ? m.param("implementation").toLowerCase(Locale.ROOT) + ", " + m.deviceName()
        : "PyTorch";
  }

  /** MiB of features and gradient. */
  private static double features(Measurement m) {
    MmdSize size = MmdSize.parse(m.param("size"));
    return size.tensorBytes() / (double) (1 << 20);
  }

  /** Images of a class, real and synthetic. */
  private static double images(Measurement m) {
    MmdSize size = MmdSize.parse(m.param("size"));
    return (double) size.synthetic() + size.real();
  }

  /** Milliseconds over images of a class. */
  String time() {
    XYChart chart = ChartStyle.logarithmic(WIDTH, HEIGHT, X_TITLE, "milliseconds");
    draw(chart, m -> 1e3 * m.time().seconds());
    return ChartStyle.toHtml(chart, "time of the MMD over the number of images");
  }

  /** Peak memory over images of a class. */
  String memory() {
    XYChart chart = ChartStyle.logarithmic(WIDTH, HEIGHT, X_TITLE, "peak memory, MiB");
    draw(chart, m -> m.memory().device());
    drawNeeded(chart);
    drawFeatures(chart);
    return ChartStyle.toHtml(chart, "peak memory of the MMD over the number of images");
  }

  private void draw(XYChart chart, ToDoubleFunction<Measurement> y) {
    int number = 0;
    for (Map.Entry<String, List<Measurement>> line : lines.entrySet()) {
      List<Measurement> points =
          line.getValue().stream()
              .filter(m -> m.isMeasured() && m.memory().device() != null)
              .toList();
      if (!points.isEmpty()) {
        XYSeries series =
            chart.addSeries(
                line.getKey(),
                points.stream().mapToDouble(MmdCharts::images).toArray(),
                points.stream().mapToDouble(y).toArray());
        ChartStyle.apply(series, number);
      }
      number++;
    }
  }

  /** What was refused, at the memory it would have needed. */
  private void drawNeeded(XYChart chart) {
    List<Measurement> refused =
        lines.values().stream()
            .flatMap(List::stream)
            .filter(m -> !m.isMeasured() && m.memory() != null)
            .toList();
    if (!refused.isEmpty()) {
      XYSeries series =
          chart.addSeries(
              "unfused would need",
              refused.stream().mapToDouble(MmdCharts::images).toArray(),
              refused.stream().mapToDouble(m -> m.memory().device()).toArray());
      ChartStyle.apply(series, 1);
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CROSS);
    }
  }

  /** What any implementation holds. */
  private void drawFeatures(XYChart chart) {
    double[][] points =
        lines.values().stream()
            .flatMap(List::stream)
            .map(m -> new double[] {images(m), features(m)})
            .sorted(Comparator.comparingDouble(point -> point[0]))
            .toArray(double[][]::new);
    ChartStyle.asGuide(
        chart.addSeries(
            "features",
            Arrays.stream(points).mapToDouble(point -> point[0]).toArray(),
            Arrays.stream(points).mapToDouble(point -> point[1]).toArray()));
  }
}
