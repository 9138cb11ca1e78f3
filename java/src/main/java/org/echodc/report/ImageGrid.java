package org.echodc.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.echodc.condense.SyntheticSet;

/**
 * Synthetic images as one picture: a row for each class, a column for each stored image, up to 50.
 */
public final class ImageGrid {
  private static final int MIN_SIDE = 56;
  private static final int MARGIN = 4;

  /** More do not fit a screen, and thousands would not fit the memory. */
  private static final int MAX_COLUMNS = 50;

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

  private static BufferedImage draw(SyntheticSet set) {
    int height = set.image().extent(0);
    int width = set.image().extent(1);
    int ipc = set.decoding().ipc();
    int shown = Math.min(ipc, MAX_COLUMNS);
    int zoom = Math.max(1, (MIN_SIDE + height - 1) / height);
    int stepX = width * zoom + MARGIN;
    int stepY = height * zoom + MARGIN;
    BufferedImage picture =
        new BufferedImage(
            shown * stepX + MARGIN, set.classes() * stepY + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int row = 0; row < set.classes(); row++) {
      for (int column = 0; column < shown; column++) {
        int first = (row * ipc + column) * height * width;
        int left = MARGIN + column * stepX;
        int top = MARGIN + row * stepY;
        for (int i = 0; i < height * width; i++) {
          graphics.setColor(color(set, first + i));
          graphics.fillRect(left + i % width * zoom, top + i / width * zoom, zoom, zoom);
        }
      }
    }
    graphics.dispose();
    return picture;
  }

  private static Color color(SyntheticSet set, int pixel) {
    int channels = set.image().extent(2);
    float[] values = set.pixels();
    int first = pixel * channels;
    return channels == 3
        ? new Color(values[first], values[first + 1], values[first + 2])
        : new Color(values[first], values[first], values[first]);
  }
}
