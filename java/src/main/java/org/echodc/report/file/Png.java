package org.echodc.report.file;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG. */
public final class Png {
  private Png() {}

  public static void write(OutputStream out, BufferedImage picture) throws IOException {
    // in memory: the stream that ImageIO makes of its own accord cannot be opened any more
    // once the process has been told to end
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(picture, "png", memory)) {
        throw new IOException("this Java has no PNG writer");
      }
    }
  }
}
