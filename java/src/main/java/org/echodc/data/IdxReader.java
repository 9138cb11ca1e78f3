package org.echodc.data;

import org.echodc.tensor.Shape;

/**
 * Reads the IDX format of MNIST (LeCun, Cortes, Burges), plain or gzip. A file is a big-endian
 * magic number, one 32-bit extent a dimension, and unsigned bytes.
 */
final class IdxReader {
  private static final int IMAGE_MAGIC = 0x00000803;
  private static final int LABEL_MAGIC = 0x00000801;
  private static final int LABEL_HEADER = 8;
  private static final int MAX_SIDE = 4096;

  private IdxReader() {}

  /**
   * Images as they are in the file.
   *
   * @param image [height, width, 1]
   * @param pixels [n, height, width, 1]
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
  static Images readImages(IdxSource source) {
    try (IdxInput in = IdxInput.open(source)) {
      in.magic(IMAGE_MAGIC, "images");
      int count = in.extent("number of images", Integer.MAX_VALUE);
      int height = in.extent("height", MAX_SIDE);
      int width = in.extent("width", MAX_SIDE);
      return new Images(Shape.of(height, width, 1), in.payload((long) count * height * width));
    }
  }

  /**
   * Reads labels.
   *
   * @param classes labels must be below it
   * @throws DataException if the file is not a whole IDX file of labels in range
   */
  static int[] readLabels(IdxSource source, int classes) {
    byte[] bytes;
    try (IdxInput in = IdxInput.open(source)) {
      in.magic(LABEL_MAGIC, "labels");
      bytes = in.payload(in.extent("number of labels", Integer.MAX_VALUE));
    }
    int[] labels = new int[bytes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(bytes[i]);
      if (labels[i] >= classes) {
        throw new DataException(
            "%s: label %d at offset %d is %d; expected 0 to %d; is it of another data set?"
                .formatted(source.name(), i, LABEL_HEADER + i, labels[i], classes - 1));
      }
    }
    return labels;
  }
}
