package org.echodc.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.echodc.text.Text;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The look that all charts share, and their way into a page. */
final class ChartStyle {
  static final Color INK = new Color(0x1f2933);
  static final Color MUTED = new Color(0x7b8794);
  static final Color GRID = new Color(0xe4e7eb);

  /** Distinguishable with any colour vision (after Okabe and Ito). */
  static final List<Color> PALETTE =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9),
          new Color(0x5d5d5d));

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS,
          SeriesMarkers.PLUS);
  private static final int SCALE = 2; // pixels of the image for one of the page

  private ChartStyle() {}

  /** An empty chart with logarithmic axes. */
  static XYChart logarithmic(int width, int height, String xTitle, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setXAxisLogarithmic(true);
    styler.setYAxisLogarithmic(true);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotMargin(6);
    styler.setChartPadding(8);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(MUTED);
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 11));
    styler.setAxisTitleFont(font(Font.PLAIN, 12));
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(font(Font.PLAIN, 12));
    styler.setAnnotationTextFont(font(Font.PLAIN, 11));
    styler.setAnnotationTextFontColor(MUTED);
    styler.setMarkerSize(9);
    styler.setLocale(Locale.ROOT);
    styler.setDecimalPattern("#,##0.###");
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** Gives a series the look of a number. */
  static void apply(XYSeries series, int number) {
    Color color = PALETTE.get(number % PALETTE.size());
    series.setLineColor(color);
    series.setLineWidth(2.2f);
    series.setMarkerColor(color);
    series.setMarker(MARKERS.get(number % MARKERS.size()));
  }

  /** Makes a series a thin line without markers. */
  static void asGuide(XYSeries series) {
    series.setLineColor(MUTED);
    series.setLineStyle(
        new BasicStroke(
            1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
    series.setMarker(SeriesMarkers.NONE);
  }

  /**
   * The chart as an {@code img} element that holds its own data.
   *
   * @param description for those who do not see it
   */
  static String toHtml(XYChart chart, String description) {
    BufferedImage image =
        new BufferedImage(
            SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", png);
      return Text.format(
          "<img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"data:image/png;base64,%s\">",
          chart.getWidth(),
          chart.getHeight(),
          Html.escape(description),
          Base64.getEncoder().encodeToString(png.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
