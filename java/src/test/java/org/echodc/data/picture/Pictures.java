package org.echodc.data.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.echodc.data.catalog.ImageNetClasses;

/** Picture files for tests. */
public final class Pictures {
  private Pictures() {}

  /** A file that {@code make_pictures.py} wrote. */
  static byte[] bytes(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream("pictures/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a picture from memory. */
  static Picture read(byte[] file) {
    return PictureReader.read(
        "some-file", new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
  }

  /** A PNG whose colours depend on the place and a seed. */
  public static byte[] png(int height, int width, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
          colour = colour << 8 | value(y, x, channel, seed);
        }
        image.setRGB(x, y, colour);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Colour of a pixel of {@link #png}. */
  public static int value(int y, int x, int channel, int seed) {
    return (3 * y + 5 * x + 70 * channel + 31 * seed) & 0xff;
  }

  /**
   * Writes a data set of a folder a class, {@code train/c0/0.png} and so on, and {@code val}.
   *
   * @param perClass training images of each class; of test images there is one
   */
  public static void writeFolders(Path folder, int classes, int perClass, int side)
      throws IOException {
    for (int label = 0; label < classes; label++) {
      Path train = Files.createDirectories(folder.resolve("train/c" + label));
      for (int i = 0; i < perClass; i++) {
        Files.write(train.resolve(i + ".png"), png(side, side, 10 * label + i));
      }
      Path val = Files.createDirectories(folder.resolve("val/c" + label));
      Files.write(val.resolve("0.png"), png(side, side, 10 * label + 9));
    }
  }

  /**
   * Writes pictures of all classes of ImageNet-10, as ImageNet's folders have them.
   *
   * @param perClass training images of each class; of test images there is one
   */
  public static void writeImageNet10(Path folder, int perClass) throws IOException {
    for (String name : ImageNetClasses.first(10).folders()) {
      Path train = Files.createDirectories(folder.resolve("train").resolve(name));
      for (int i = 0; i < perClass; i++) {
        Files.write(train.resolve("%s_%d.JPEG".formatted(name, i)), png(30, 40 + i, i));
      }
      Path val = Files.createDirectories(folder.resolve("val").resolve(name));
      Files.write(val.resolve("ILSVRC2012_val_1.JPEG"), png(50, 30, 0));
    }
  }
}
