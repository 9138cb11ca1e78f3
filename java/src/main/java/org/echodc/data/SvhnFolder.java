package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * Street View House Numbers (Netzer et al., 2011) in its second format, cropped digits: two MAT
 * files with images {@code X}, bytes [32 rows, 32 columns, 3 colours, n] column-major, and labels
 * {@code y}, 1 to 10, of which 10 stands for the digit 0.
 *
 * @param folder where its files are
 */
record SvhnFolder(Path folder) implements DatasetFiles {
  private static final String TRAIN = "train_32x32.mat";
  private static final String TEST = "test_32x32.mat";
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int PLANE = SIDE * SIDE;
  private static final int IMAGE = CHANNELS * PLANE;
  private static final List<Integer> IMAGE_DIMENSIONS = List.of(SIDE, SIDE, CHANNELS);

  /**
   * The first of several folders that has the file of training images.
   *
   * @throws DataException if none has
   */
  static SvhnFolder among(DatasetPlaces places) {
    return new SvhnFolder(places.firstWith(TRAIN));
  }

  @Override
  public ImageSet train(int classes) {
    return read(TRAIN, classes);
  }

  @Override
  public ImageSet test(int classes) {
    return read(TEST, classes);
  }

  private ImageSet read(String name, int classes) {
    FileSource file = FileSource.file(folder.resolve(name));
    MatArray images = MatReader.read(file, "X");
    requireImages(file, images);
    MatArray labels = MatReader.read(file, "y");
    int count = images.count() / IMAGE;
    if (labels.count() != count) {
      throw new DataException(
          Text.format(
              "%s holds %d images, but %d labels; get the file again",
              file.name(), count, labels.count()));
    }
    byte[] pixels = new byte[images.data().length];
    int[] digits = new int[count];
    for (int i = 0; i < count; i++) {
      interleave(images.data(), pixels, i * IMAGE);
      digits[i] = digit(file, i, labels.element(i), classes);
    }
    return ImageSet.sortedByClass(Shape.of(SIDE, SIDE, CHANNELS), pixels, digits, classes);
  }

  private static void requireImages(FileSource file, MatArray images) {
    List<Integer> dimensions = images.dimensions();
    // a file of one image has no fourth dimension
    boolean areImages =
        dimensions.size() >= IMAGE_DIMENSIONS.size()
            && dimensions.size() <= IMAGE_DIMENSIONS.size() + 1
            && dimensions.subList(0, IMAGE_DIMENSIONS.size()).equals(IMAGE_DIMENSIONS)
            && images.count() > 0;
    if (!areImages || images.type() != MatArray.Type.UINT8) {
      throw new DataException(
          Text.format(
              "%s: X is %s of type %s; expected bytes [32, 32, 3, images]: the cropped digits",
              file.name(), dimensions, images.type()));
    }
  }

  private static int digit(FileSource file, int index, double label, int classes) {
    if (label != Math.rint(label) || label < 1 || label > classes) {
      throw new DataException(
          Text.format("%s: label %d is %s; expected 1 to %d", file.name(), index, label, classes));
    }
    return (int) label % classes;
  }

  /** From planes of one colour, column by column, to rows of pixels of three. */
  private static void interleave(byte[] src, byte[] dst, int offset) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          dst[offset + (row * SIDE + column) * CHANNELS + channel] =
              src[offset + channel * PLANE + column * SIDE + row];
        }
      }
    }
  }
}
