package org.echodc.data.picture;

import java.nio.file.Path;
import org.echodc.data.DataException;
import org.echodc.failure.Cause;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * What size pictures get.
 *
 * @param image [height, width, 3] of every image
 * @param resize whether pictures of other sizes are made to fit; else they are refused
 */
public record PictureSize(Shape image, boolean resize) {

  /** Squares: the shorter side of each picture is resized, and its middle kept. */
  public static PictureSize square(int side) {
    return new PictureSize(Shape.of(side, side, Picture.CHANNELS), true);
  }

  /** The size of a picture, which all others must have. */
  static PictureSize of(Path file) {
    Picture first = PictureReader.read(file);
    return new PictureSize(Shape.of(first.height(), first.width(), Picture.CHANNELS), false);
  }

  /**
   * Reads a picture.
   *
   * @param dst receives an image from {@code offset} on
   * @throws DataException if it is broken, or has another size and is not to be resized
   */
  void decode(Path file, byte[] dst, int offset) {
    Picture picture = PictureReader.read(file);
    if (resize) {
      PictureScaler.scale(picture, image.extent(0), dst, offset);
      return;
    }
    if (picture.height() != image.extent(0) || picture.width() != image.extent(1)) {
      throw new DataException(
          Text.format(
              "%s has %d rows of %d pixels, but others %d of %d",
              file, picture.height(), picture.width(), image.extent(0), image.extent(1)),
          Cause.PICTURE_SIZES_DIFFER);
    }
    System.arraycopy(picture.rgb(), 0, dst, offset, picture.rgb().length);
  }
}
