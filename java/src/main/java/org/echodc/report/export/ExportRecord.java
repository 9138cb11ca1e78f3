package org.echodc.report.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.echodc.tensor.Normalization;

/**
 * What {@code export.json} says of the files beside it.
 *
 * @param dataset name of the data set that the images stand for
 * @param format npz, png or idx
 * @param classNames label by label
 * @param imagesPerClass how many there are
 * @param size of each; its fields stand in {@code export.json} among the others
 * @param factor every image holds factor x factor tiles to enlarge; 1 if that has been done
 * @param normalization of the data set's pixels in [0, 1]
 */
record ExportRecord(
    String dataset,
    String format,
    List<String> classNames,
    int imagesPerClass,
    @JsonUnwrapped Size size,
    int factor,
    Normalization normalization) {

  /**
   * Size of an image.
   *
   * @param height in pixels
   * @param width in pixels
   * @param channels 1 or 3
   */
  record Size(int height, int width, int channels) {}

  static ExportRecord of(ExportFormat format, ExportedImages images) {
    return new ExportRecord(
        images.dataset(),
        format.name(),
        images.classNames(),
        images.perClass(),
        new Size(images.image().extent(0), images.image().extent(1), images.image().extent(2)),
        images.factor(),
        images.normalization());
  }
}
