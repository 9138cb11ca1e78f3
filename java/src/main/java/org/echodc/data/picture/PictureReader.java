package org.echodc.data.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.echodc.data.DataException;
import org.echodc.text.Text;

/**
 * Decodes PNG and JPEG. What a file is, its first bytes say, not its name. Gray becomes three equal
 * colours, transparency is dropped, and profiles of colours are not applied, as in torchvision. Of
 * JPEGs {@code javax.imageio} (with the TwelveMonkeys plugin, which forgives more than Java's own
 * decoder) decodes the components only; what colours they are, {@link JpegHeader} says.
 */
final class PictureReader {
  /** 200 MB of colours; the largest pictures of ImageNet have 60 million pixels. */
  private static final long MAX_PIXELS = 1L << 26;

  private static final String JPEG = "jpeg";
  private static final Set<String> FORMATS = Set.of("png", JPEG);

  /** What the JPEG decoder, libjpeg, warns of where pixels are missing. */
  private static final String CUT_OFF = "premature end";

  private PictureReader() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it is no whole picture, or too large
   */
  static Picture read(Path file) {
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new DataException(Text.format("%s cannot be read: %s", file, e.getMessage()), e);
    }
  }

  /**
   * Reads a stream.
   *
   * @param name of the picture, for messages
   * @throws DataException if it is no whole picture, or too large
   */
  static Picture read(String name, ImageInputStream in) {
    ImageReader reader = readerFor(name, in);
    try {
      Optional<JpegColours> colours =
          isOf(reader, JPEG) ? Optional.of(JpegHeader.read(in).colours()) : Optional.empty();
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX_PIXELS) {
        throw new DataException(
            Text.format(
                "%s has %d pixels; at most %d are read; make it smaller",
                name, pixels, MAX_PIXELS));
      }
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      Picture picture =
          colours.isPresent()
              ? jpeg(reader.readRaster(0, null), colours.get())
              : picture(reader.read(0));
      if (warnings.stream().anyMatch(warning -> warning.contains(CUT_OFF))) {
        throw new DataException(broken(name, "it is cut off"));
      }
      return picture;
    } catch (IOException e) {
      throw new DataException(broken(name, e.getMessage()), e);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // decoders throw what they like where a file is damaged: this is the file's fault, not ours
      throw new DataException(broken(name, e.toString()), e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader readerFor(String name, ImageInputStream in) {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.stream().anyMatch(format -> isOf(reader, format))) {
        return reader;
      }
    }
    throw new DataException(broken(name, "it is neither PNG nor JPEG"));
  }

  private static boolean isOf(ImageReader reader, String format) {
    return Arrays.stream(reader.getOriginatingProvider().getFormatNames())
        .anyMatch(format::equalsIgnoreCase);
  }

  private static String broken(String name, String reason) {
    return Text.format("%s is no whole picture (%s); get it again, or delete it", name, reason);
  }

  private static Picture jpeg(Raster raster, JpegColours colours) throws IOException {
    if (raster.getSampleModel().getSampleSize(0) != Byte.SIZE) {
      throw new IOException("its samples are not of 8 bits");
    }
    int width = raster.getWidth();
    byte[] rgb = new byte[raster.getHeight() * width * Picture.CHANNELS];
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      colours.convert(row, rgb, y * width * Picture.CHANNELS);
    }
    return new Picture(raster.getHeight(), width, rgb);
  }

  private static Picture picture(BufferedImage image) {
    return new Picture(image.getHeight(), image.getWidth(), colours(image));
  }

  /** Colours, [height, width, 3]. */
  private static byte[] colours(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] rgb = new byte[height * width * Picture.CHANNELS];
    if (holdsColours(image)) {
      copySamples(image.getRaster(), image.getColorModel().getNumColorComponents(), rgb);
      return rgb;
    }
    int[] row = new int[width];
    for (int y = 0, to = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int colour : row) {
        rgb[to++] = (byte) (colour >> 16);
        rgb[to++] = (byte) (colour >> 8);
        rgb[to++] = (byte) colour;
      }
    }
    return rgb;
  }

  /** Whether the samples are the colours; of gray ones, getRGB would change the brightness. */
  private static boolean holdsColours(BufferedImage image) {
    int space = image.getColorModel().getColorSpace().getType();
    int bits = image.getSampleModel().getSampleSize(0);
    return image.getColorModel() instanceof ComponentColorModel
        && (space == ColorSpace.TYPE_RGB || space == ColorSpace.TYPE_GRAY)
        && (bits == Byte.SIZE || bits == Short.SIZE);
  }

  private static void copySamples(Raster raster, int colours, byte[] rgb) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int shift = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
    int[] row = new int[width * bands];
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
          rgb[to++] = (byte) (row[x * bands + Math.min(channel, colours - 1)] >> shift);
        }
      }
    }
  }
}
