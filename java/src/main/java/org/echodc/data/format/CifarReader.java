package org.echodc.data.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echodc.data.DataException;
import org.echodc.data.ImageSet;
import org.echodc.data.ReadLimit;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * Reads the binary version of CIFAR-10 and CIFAR-100. A file is a sequence of records: one or two
 * labels, then 32 x 32 pixels of red, of green and of blue, row by row, a byte each.
 */
final class CifarReader {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int PLANE = SIDE * SIDE;
  private static final int IMAGE = CHANNELS * PLANE;

  private final int recordBytes;
  private final int labelOffset;
  private final int classes;

  private CifarReader(CifarFolder.Format format, int classes) {
    recordBytes = format.labelBytes() + IMAGE;
    labelOffset = format.labelBytes() - 1;
    this.classes = classes;
  }

  /**
   * Reads the images of several files.
   *
   * @throws DataException if one is missing, is no whole number of records, or has a label that is
   *     not below {@code classes}
   */
  static ImageSet read(List<Path> files, CifarFolder.Format format, int classes) {
    return new CifarReader(format, classes).read(files);
  }

  private ImageSet read(List<Path> files) {
    long records = files.stream().mapToLong(this::records).sum();
    if (records > ReadLimit.bytes() / IMAGE) {
      throw new DataException(
          Text.format(
                  "%s and the files beside it hold %d images; at most %d can be read (Java's memory:",
                  files.get(0), records, ReadLimit.bytes() / IMAGE)
              + " ECHODC_JAVA_OPTS=-Xmx8g)");
    }
    int total = (int) records;
    byte[] pixels = new byte[total * IMAGE];
    int[] labels = new int[total];
    int first = 0;
    for (Path file : files) {
      byte[] bytes = bytes(file);
      int count = bytes.length / recordBytes;
      for (int i = 0; i < count; i++) {
        labels[first + i] = label(file, bytes, i);
        interleave(bytes, (i + 1) * recordBytes - IMAGE, pixels, (first + i) * IMAGE);
      }
      first += count;
    }
    return ImageSet.sortedByClass(Shape.of(SIDE, SIDE, CHANNELS), pixels, labels, classes);
  }

  private long records(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0 || size % recordBytes != 0) {
        throw new DataException(
            Text.format(
                "%s has %d bytes; expected records of %d bytes; get the file again",
                file, size, recordBytes));
      }
      return size / recordBytes;
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private int label(Path file, byte[] bytes, int index) {
    int offset = index * recordBytes + labelOffset;
    int label = Byte.toUnsignedInt(bytes[offset]);
    if (label >= classes) {
      throw new DataException(
          Text.format(
              "%s: label %d at offset %d is %d; expected 0 to %d; is it of another data set?",
              file, index, offset, label, classes - 1));
    }
    return label;
  }

  /** From planes of one colour to pixels of three. */
  private static void interleave(byte[] src, int srcOffset, byte[] dst, int dstOffset) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < PLANE; i++) {
        dst[dstOffset + i * CHANNELS + channel] = src[srcOffset + channel * PLANE + i];
      }
    }
  }
}
