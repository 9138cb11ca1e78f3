package org.echodc.data.format;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.echodc.tensor.Shape;

/**
 * Writes the IDX format of MNIST: what {@link IdxReader} reads. Images of one channel are of three
 * dimensions, [n, height, width], as MNIST's; those of more channels of four, [n, height, width,
 * channels].
 */
public final class IdxWriter {
  /** Labels are bytes. */
  public static final int MAX_CLASSES = 256;

  private IdxWriter() {}

  /** Number of dimensions that {@link #writeImages} gives such images. */
  public static int dimensions(Shape image) {
    return image.extent(2) == 1 ? 3 : 4;
  }

  /**
   * Writes images.
   *
   * @param image [height, width, channels]
   * @param pixels [n, height, width, channels]
   */
  public static void writeImages(OutputStream out, Shape image, byte[] pixels) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    int dimensions = dimensions(image);
    data.writeInt(IdxReader.UNSIGNED_BYTES | dimensions);
    data.writeInt(Math.toIntExact(pixels.length / image.elements()));
    for (int i = 0; i < dimensions - 1; i++) {
      data.writeInt(image.extent(i));
    }
    data.write(pixels);
    data.flush();
  }

  /**
   * Writes labels.
   *
   * @param labels 0 to {@link #MAX_CLASSES} - 1
   */
  public static void writeLabels(OutputStream out, int[] labels) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(IdxReader.UNSIGNED_BYTES | 1);
    data.writeInt(labels.length);
    for (int label : labels) {
      data.writeByte(label);
    }
    data.flush();
  }
}
