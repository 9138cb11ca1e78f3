package org.echodc.data.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetFiles;
import org.echodc.data.catalog.DatasetPlaces;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/**
 * Street View House Numbers (Netzer et al., 2011) in its second format, cropped digits: two MAT
 * files with images {@code X}, bytes [32 rows, 32 columns, 3 colours, n] column-major, and labels
 * {@code y}, 1 to 10, of which 10 stands for the digit 0; or 0 to 9, as torchvision relabels them.
 * Both may be stored as numbers of any type.
 *
 * @param folder where its files are
 */
public record SvhnFolder(Path folder) implements DatasetFiles {
  private static final String TRAIN = "train_32x32.mat";
  private static final String TEST = "test_32x32.mat";
  private static final String EXTRA = "extra_32x32.mat";
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int MAX_PIXEL = 255;
  private static final int PLANE = SIDE * SIDE;
  private static final int IMAGE = CHANNELS * PLANE;
  private static final List<Integer> IMAGE_DIMENSIONS = List.of(SIDE, SIDE, CHANNELS);

  /**
   * The first of several folders that has the file of training images.
   *
   * @throws DataException if none has
   */
  public static SvhnFolder among(DatasetPlaces places) {
    Path folder = places.firstWith(TRAIN);
    if (Files.exists(folder.resolve(EXTRA))) {
      LoggerFactory.getLogger(SvhnFolder.class)
          .info("{} is left out: it is no part of the training images", folder.resolve(EXTRA));
    }
    return new SvhnFolder(folder);
  }

  @Override
  public ImageSet train(int classes) {
    return read(TRAIN, classes);
  }

  @Override
  public Optional<String> missingTest() {
    return DatasetPlaces.missing(folder, TEST);
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
    byte[] planes = bytes(file, images);
    byte[] pixels = new byte[planes.length];
    for (int i = 0; i < count; i++) {
      interleave(planes, pixels, i * IMAGE);
    }
    int[] digits = digits(file, labels, classes);
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
    if (!areImages) {
      throw new DataException(
          Text.format(
              "%s: X is %s; expected [32, 32, 3, images]: the cropped digits",
              file.name(), dimensions));
    }
  }

  private static byte[] bytes(FileSource file, MatArray images) {
    if (images.type() == MatArray.Type.UINT8) {
      return images.data();
    }
    byte[] bytes = new byte[images.count()];
    for (int i = 0; i < bytes.length; i++) {
      double value = images.element(i);
      if (value != Math.rint(value) || value < 0 || value > MAX_PIXEL) {
        throw new DataException(
            Text.format(
                "%s: element %d of X is %s; expected whole numbers from 0 to 255",
                file.name(), i, value));
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private static int[] digits(FileSource file, MatArray labels, int classes) {
    int[] digits = new int[labels.count()];
    Set<Double> zeros = new HashSet<>();
    for (int i = 0; i < digits.length; i++) {
      double label = labels.element(i);
      if (label != Math.rint(label) || label < 0 || label > classes) {
        throw new DataException(
            Text.format(
                "%s: label %d is %s; expected 1 to %d, or 0 to %d",
                file.name(), i, label, classes, classes - 1));
      }
      digits[i] = (int) label % classes;
      if (digits[i] == 0) {
        zeros.add(label + 0.0); // of -0.0 too
      }
    }
    if (zeros.size() > 1) {
      throw new DataException(
          Text.format(
              "%s has labels 0 and %d, which both stand for the digit 0; label it anew, 1 to %d or 0 to %d",
              file.name(), classes, classes, classes - 1));
    }
    return digits;
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
