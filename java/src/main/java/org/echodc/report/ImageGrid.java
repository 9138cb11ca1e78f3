package org.echodc.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.echodc.condense.SyntheticSet;

/** Synthetic images as one picture: a row for each class, a column for each stored image. */
public final class ImageGrid {
  private static final int MIN_SIDE = 56;
  private static final int MARGIN = 4;

  private ImageGrid() {}

  /**
   * Writes a PNG, replacing the file in one step. Small images are enlarged by whole factors.
   *
   * @throws ReportException if it cannot be written
   */
  public static void write(Path file, SyntheticSet set) {
    BufferedImage picture = draw(set);
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("this Java has no PNG writer");
          }
        });
  }

  private static BufferedImage draw(SyntheticSet set) {
    int rows = set.image().extent(0);
    int columns = set.image().extent(1);
    int zoom = Math.max(1, (MIN_SIDE + rows - 1) / rows);
    int stepX = columns * zoom + MARGIN;
    int stepY = rows * zoom + MARGIN;
    int ipc = set.decoding().ipc();
    BufferedImage picture =
        new BufferedImage(
            ipc * stepX + MARGIN, set.classes() * stepY + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int image = 0; image < set.storedImages(); image++) {
      int left = MARGIN + image % ipc * stepX;
      int top = MARGIN + image / ipc * stepY;
      for (int i = 0; i < rows * columns; i++) {
        graphics.setColor(color(set, image * rows * columns + i));
        graphics.fillRect(left + i % columns * zoom, top + i / columns * zoom, zoom, zoom);
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
