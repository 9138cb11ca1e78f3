package org.echodc.report.file;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.echodc.report.ReportException;
import org.echodc.synthetic.SyntheticSet;

/**
 * Synthetic images as one picture: a row for each class, a column for each stored image, as far as
 * they fit {@link #MAX_PIXELS}. What is between them is transparent, to suit light and dark pages.
 */
public final class ImageGrid {
  private static final int MIN_SIDE = 56;
  private static final int MARGIN = 4;
  private static final int OPAQUE = 0xff000000;
  private static final int CLEAR_WHITE = 0x00ffffff;

  /** More do not fit a screen. */
  private static final int MAX_COLUMNS = 50;

  /** Pixels of a picture, 4 bytes each: a hundred rows of fifty images of 64x64, and some more. */
  static final long MAX_PIXELS = 1L << 25;

  private ImageGrid() {}

  /**
   * Writes a PNG, replacing the file in one step. Small images are enlarged by whole factors.
   *
   * @throws ReportException if it cannot be written
   */
  public static void write(Path file, SyntheticSet set) {
    BufferedImage picture = draw(set);
    AtomicFile.write(file, out -> Png.write(out, picture));
  }

  /** The same PNG, in memory. */
  public static byte[] png(SyntheticSet set) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Png.write(out, draw(set));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * What of a set a picture shows, decided before memory is taken for it. One image always is, as
   * large as it is.
   *
   * @param rows first classes
   * @param columns first images of each of them
   * @param zoom factor by which they are enlarged
   */
  public record Layout(int rows, int columns, int zoom) {

    public static Layout of(SyntheticSet set) {
      int height = set.image().extent(0);
      int width = set.image().extent(1);
      int larger = Math.max(height, width);
      int zoom = Math.max(1, (MIN_SIDE + larger - 1) / larger);
      long cell = (long) (width * zoom + MARGIN) * (height * zoom + MARGIN);
      int columns = fitting(cell, Math.min(set.decoding().ipc(), MAX_COLUMNS));
      return new Layout(fitting(cell * columns, set.classes()), columns, zoom);
    }

    private static int fitting(long pixels, int wanted) {
      return (int) Math.max(1, Math.min(wanted, MAX_PIXELS / pixels));
    }
  }

  private static BufferedImage draw(SyntheticSet set) {
    int height = set.image().extent(0);
    int width = set.image().extent(1);
    Layout layout = Layout.of(set);
    int shown = layout.columns();
    int zoom = layout.zoom();
    int stepX = width * zoom + MARGIN;
    int stepY = height * zoom + MARGIN;
    BufferedImage picture =
        new BufferedImage(
            shown * stepX + MARGIN, layout.rows() * stepY + MARGIN, BufferedImage.TYPE_INT_ARGB);
    int[] line = new int[picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      Arrays.fill(line, CLEAR_WHITE);
      int row = (y - MARGIN) / stepY;
      int yInCell = (y - MARGIN) % stepY;
      if (y >= MARGIN && yInCell < height * zoom) {
        for (int column = 0; column < shown; column++) {
          int stored = row * set.decoding().ipc() + column;
          int first = (stored * height + yInCell / zoom) * width;
          int left = MARGIN + column * stepX;
          for (int x = 0; x < width * zoom; x++) {
            line[left + x] = color(set, first + x / zoom);
          }
        }
      }
      picture.setRGB(0, y, line.length, 1, line, 0, line.length);
    }
    return picture;
  }

  private static int color(SyntheticSet set, int pixel) {
    int channels = set.image().extent(2);
    float[] values = set.pixels();
    int first = pixel * channels;
    return channels == 3
        ? OPAQUE
            | level(values[first]) << 16
            | level(values[first + 1]) << 8
            | level(values[first + 2])
        : OPAQUE | level(values[first]) * 0x010101;
  }

  private static int level(float value) {
    return Math.round(255 * value);
  }
}
