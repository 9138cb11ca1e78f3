package org.echodc.report.export;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echodc.report.ReportException;
import org.echodc.report.file.Png;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * A folder of PNGs a class, {@code 7-Sneaker/0000.png} and so on, as torchvision's {@code
 * ImageFolder} and others read them. They number the classes by the alphabetical order of the
 * folders; the number in front keeps the data set's own.
 */
public record PngExport() implements ExportFormat {
  private static final int MAX_NAME = 40;

  @Override
  public String name() {
    return "png";
  }

  @Override
  public void check(ExportedImages images) {
    int channels = images.image().extent(2);
    if (channels != 1 && channels != 3) {
      throw new ReportException(
          Text.format(
              "PNG holds images of 1 or 3 channels, not %d; export as npz or idx", channels));
    }
  }

  @Override
  public void write(Path folder, ExportedImages images) throws IOException {
    byte[] pixels = ExportedImages.toBytes(images.pixels());
    int size = Math.toIntExact(images.image().elements());
    List<String> names = images.classNames();
    int image = 0;
    for (int label = 0; label < names.size(); label++) {
      Path ofClass = Files.createDirectory(folder.resolve(folderName(names, label)));
      for (int i = 0; i < images.perClass(); i++, image++) {
        Path file = ofClass.resolve(Text.format("%04d.png", i));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          Png.write(out, picture(images.image(), pixels, image * size));
        }
      }
    }
  }

  /** Label and name of a class, of characters that all file systems take. */
  static String folderName(List<String> names, int label) {
    int digits = String.valueOf(names.size() - 1).length();
    String number = "%0" + digits + "d";
    String name =
        names
            .get(label)
            .codePoints()
            .limit(MAX_NAME)
            .map(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' ? c : '-')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return name.equals(String.valueOf(label))
        ? Text.format(number, label)
        : Text.format(number, label) + "-" + name;
  }

  private static BufferedImage picture(Shape image, byte[] pixels, int first) {
    int height = image.extent(0);
    int width = image.extent(1);
    int[] values = new int[Math.toIntExact(image.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[first + i]);
    }
    BufferedImage picture =
        new BufferedImage(
            width,
            height,
            image.extent(2) == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    // into the raster: setRGB would convert gray values between colour spaces
    picture.getRaster().setPixels(0, 0, width, height, values);
    return picture;
  }
}
