package org.echodc.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.echodc.benchmarks.results.MachineRates;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.text.Text;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * The roofline model (Williams, Waterman and Patterson, CACM 2009) of a piece of hardware in a
 * precision: rates over arithmetic intensity, under the two roofs that the machine's rates make.
 */
final class RooflineChart {
  private static final int WIDTH = 1140;
  private static final int HEIGHT = 520;

  /** Over a wider range of intensities only powers of ten have room for a label. */
  private static final double MOST_LABELLED = 300;

  private RooflineChart() {}

  /**
   * The chart.
   *
   * @param of measurements on one piece of hardware in one precision
   * @return empty if there are no roofs, or nothing below them
   */
  static String draw(List<Measurement> of, MachineRates rates) {
    Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    of.stream()
        .filter(RooflineChart::hasBothRates)
        .forEach(m -> groups.computeIfAbsent(group(m), name -> new ArrayList<>()).add(m));
    if (groups.isEmpty()) {
      return "";
    }
    Measurement any = groups.values().iterator().next().get(0);
    if (rates.product(any).isEmpty() || rates.memory(any).isEmpty()) {
      return "";
    }
    XYChart chart =
        ChartStyle.logarithmic(
            WIDTH, HEIGHT, "arithmetic intensity, FLOP per byte of memory", "GFLOP/s");
    chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
    drawRoofs(chart, groups, rates.product(any).get(), rates.memory(any).get());
    int number = 0;
    for (Map.Entry<String, List<Measurement>> group : groups.entrySet()) {
      drawPoints(chart, group.getKey(), group.getValue(), number++);
    }
    return ChartStyle.toHtml(chart, "roofline of " + any.deviceName());
  }

  private static boolean hasBothRates(Measurement m) {
    return m.isMeasured() && m.rates().gflops() != null && m.rates().gbs() != null;
  }

  private static String group(Measurement m) {
    String words =
        m.benchmark()
            .replaceFirst("Benchmark\\..*", "")
            .replaceAll("([a-z])([A-Z])", "$1 $2")
            .toLowerCase(Locale.ROOT);
    String implementation = m.param("implementation").toLowerCase(Locale.ROOT);
    return implementation.isEmpty() ? words : words + ", " + implementation;
  }

  private static double intensity(Measurement m) {
    return m.rates().gflops() / m.rates().gbs();
  }

  private static void drawRoofs(
      XYChart chart, Map<String, List<Measurement>> groups, double product, double memory) {
    double[] all =
        groups.values().stream()
            .flatMap(List::stream)
            .mapToDouble(RooflineChart::intensity)
            .sorted()
            .toArray();
    double ridge = product / memory;
    double left = Math.min(all[0], ridge) / 2;
    double right = Math.max(all[all.length - 1], ridge) * 2;
    chart.getStyler().setXAxisLogarithmicDecadeOnly(right / left > MOST_LABELLED);
    ChartStyle.asGuide(
        chart.addSeries(
            Text.format("roof: %.0f GB/s, %.0f GFLOP/s", memory, product),
            new double[] {left, ridge, right},
            new double[] {left * memory, product, product}));
  }

  private static void drawPoints(XYChart chart, String name, List<Measurement> points, int number) {
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(RooflineChart::intensity).toArray(),
            points.stream().mapToDouble(m -> m.rates().gflops()).toArray());
    ChartStyle.apply(series, number);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
  }
}
