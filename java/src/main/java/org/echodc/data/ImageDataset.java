package org.echodc.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * A data set for classification.
 *
 * @param name the name that selects it
 * @param classNames one name a class
 * @param normalization of its pixels
 * @param mirrorable whether a mirrored image keeps its label; digits do not
 * @param train training images
 * @param test test images; none in a data set that was opened without
 */
public record ImageDataset(
    String name,
    List<String> classNames,
    Normalization normalization,
    boolean mirrorable,
    ImageSet train,
    ImageSet test) {

  /** [height, width, channels] of one image. */
  public Shape image() {
    return train.image();
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** CRC-32C of all images and labels, in hexadecimal: it tells data sets of one name apart. */
  public String checksum() {
    CRC32C checksum = new CRC32C();
    for (ImageSet images : List.of(train, test)) {
      checksum.update(images.bounds().toString().getBytes(StandardCharsets.US_ASCII));
      checksum.update(images.pixels());
    }
    return Text.format("%08x", checksum.getValue());
  }
}
