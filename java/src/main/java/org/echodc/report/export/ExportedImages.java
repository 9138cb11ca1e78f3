package org.echodc.report.export;

import java.util.List;
import java.util.stream.IntStream;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.report.file.CondensedImages;
import org.echodc.synthetic.Decoder;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;

/**
 * Condensed images for programs other than this one.
 *
 * @param dataset name of the data set they stand for
 * @param classNames one name a class
 * @param normalization of that data set's pixels
 * @param image [height, width, channels] of one image
 * @param factor every image holds factor x factor tiles to enlarge; 1 if that has been done
 * @param pixels [n, height, width, channels] in [0, 1], class by class, as many of each
 */
public record ExportedImages(
    String dataset,
    List<String> classNames,
    Normalization normalization,
    Shape image,
    int factor,
    float[] pixels) {
  private static final int LARGEST_BYTE = 255;

  /** The images that networks are trained on, which the device decodes. */
  public static ExportedImages decoded(CondensedImages condensed, Device device) {
    return of(condensed, 1, Decoder.decode(device, condensed.set()));
  }

  /** The images as they are stored, several in one. */
  public static ExportedImages stored(CondensedImages condensed) {
    return of(condensed, condensed.set().decoding().factor(), condensed.set().pixels());
  }

  private static ExportedImages of(CondensedImages condensed, int factor, float[] pixels) {
    SyntheticSet set = condensed.set();
    return new ExportedImages(
        condensed.dataset(),
        DatasetCatalog.classNames(condensed.dataset())
            .filter(names -> names.size() == set.classes())
            .orElseGet(() -> IntStream.range(0, set.classes()).mapToObj(String::valueOf).toList()),
        condensed.normalization(),
        set.image(),
        factor,
        pixels);
  }

  /**
   * The same images with the names that the run knew the classes by, where they are as many; a data
   * set of the user's has no others.
   */
  public ExportedImages named(List<String> names) {
    return names.size() == classNames.size()
        ? new ExportedImages(dataset, names, normalization, image, factor, pixels)
        : this;
  }

  /** Number of images. */
  public int count() {
    return Math.toIntExact(pixels.length / image.elements());
  }

  /** Number of images of each class. */
  public int perClass() {
    return count() / classNames.size();
  }

  /** Label of every image. */
  int[] labels() {
    return IntStream.range(0, count()).map(i -> i / perClass()).toArray();
  }

  /** The pixels with the channels before the rows, [n, channels, height, width]. */
  float[] channelsFirst() {
    int area = image.extent(0) * image.extent(1);
    int channels = image.extent(2);
    float[] transposed = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int first = i / (area * channels) * area * channels;
      transposed[first + i % channels * area + (i - first) / channels] = pixels[i];
    }
    return transposed;
  }

  /** Pixels in [0, 1] as the nearest of the bytes 0 to 255. */
  static byte[] toBytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i] * LARGEST_BYTE);
    }
    return bytes;
  }
}
