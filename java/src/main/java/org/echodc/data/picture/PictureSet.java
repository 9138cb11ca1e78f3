package org.echodc.data.picture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.echodc.data.DataException;
import org.echodc.data.ImageSet;
import org.echodc.data.ReadLimit;
import org.echodc.failure.Cause;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of labelled pictures.
 *
 * @param dataset of which data set, for messages
 * @param classes the files of each class; none is empty
 */
public record PictureSet(String dataset, List<List<Path>> classes) {
  private static final Logger LOG = LoggerFactory.getLogger(PictureSet.class);

  /**
   * Decodes the pictures, several at a time.
   *
   * @param size what becomes of them
   * @throws DataException if one is broken or does not suit the size, or they need more memory than
   *     there is
   */
  public ImageSet read(PictureSize size) {
    List<Path> files = classes.stream().flatMap(List::stream).toList();
    Shape image = size.image();
    byte[] pixels = new byte[requireRoom(files.size(), image)];
    int elements = Math.toIntExact(image.elements());
    LOG.info("reading {} pictures of {} as {}", files.size(), dataset, image);
    IntStream.range(0, files.size())
        .parallel()
        .forEach(i -> size.decode(files.get(i), pixels, i * elements));
    return new ImageSet(image, pixels, bounds());
  }

  private int requireRoom(int images, Shape image) {
    long bytes = images * image.elements();
    if (bytes > ReadLimit.arrayBytes()) {
      throw new DataException(
          Text.format(
              "data set %s: %d images %s are %d bytes; at most %d can be held (an array's 2^31, or half of"
                  + " Java's memory)",
              dataset, images, image, bytes, ReadLimit.arrayBytes()),
          Cause.PICTURES_TOO_LARGE);
    }
    return (int) bytes;
  }

  private List<Integer> bounds() {
    List<Integer> bounds = new ArrayList<>(List.of(0));
    int end = 0;
    for (List<Path> files : classes) {
      end += files.size();
      bounds.add(end);
    }
    return List.copyOf(bounds);
  }
}
