package org.echodc.data.format;

import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * Reads the IDX format of MNIST (LeCun, Cortes, Burges), plain or gzip. A file is a big-endian
 * magic number, which names the type of the elements and the number of dimensions, one 32-bit
 * extent a dimension, and unsigned bytes. Images have three dimensions, or four with channels.
 */
final class IdxReader {
  /** Magic number of a file of unsigned bytes without dimensions. */
  static final int UNSIGNED_BYTES = 0x00000800;

  private static final int IMAGE_MAGIC = UNSIGNED_BYTES | 3;
  private static final int CHANNEL_IMAGE_MAGIC = UNSIGNED_BYTES | 4;
  private static final int LABEL_MAGIC = UNSIGNED_BYTES | 1;
  private static final int LABEL_HEADER = 8;
  private static final int MAX_SIDE = 4096;
  private static final int MAX_CHANNELS = 4;

  private IdxReader() {}

  /**
   * Images as they are in the file.
   *
   * @param image [height, width, channels]
   * @param pixels [n, height, width, channels]
   */
  record Images(Shape image, byte[] pixels) {
    int count() {
      return Math.toIntExact(pixels.length / image.elements());
    }
  }

  /**
   * Reads images.
   *
   * @throws DataException if the file is not a whole IDX file of images
   */
  static Images readImages(FileSource source) {
    try (IdxInput in = IdxInput.open(source)) {
      int magic = in.magic("images", IMAGE_MAGIC, CHANNEL_IMAGE_MAGIC);
      int count = in.extent("number of images", Integer.MAX_VALUE);
      int height = in.extent("height", MAX_SIDE);
      int width = in.extent("width", MAX_SIDE);
      int channels = magic == IMAGE_MAGIC ? 1 : in.extent("channels", MAX_CHANNELS);
      Shape image = Shape.of(height, width, channels);
      return new Images(image, in.payload(count * image.elements()));
    }
  }

  /**
   * Reads labels.
   *
   * @param classes labels must be below it
   * @throws DataException if the file is not a whole IDX file of labels in range
   */
  static int[] readLabels(FileSource source, int classes) {
    byte[] bytes;
    try (IdxInput in = IdxInput.open(source)) {
      in.magic("labels", LABEL_MAGIC);
      bytes = in.payload(in.extent("number of labels", Integer.MAX_VALUE));
    }
    int[] labels = new int[bytes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(bytes[i]);
      if (labels[i] >= classes) {
        throw new DataException(
            Text.format(
                "%s: label %d at offset %d is %d; expected 0 to %d; is it of another data set?",
                source.name(), i, LABEL_HEADER + i, labels[i], classes - 1));
      }
    }
    return labels;
  }
}
