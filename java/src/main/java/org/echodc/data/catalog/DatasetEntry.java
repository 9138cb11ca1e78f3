package org.echodc.data.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.echodc.data.ClassNames;
import org.echodc.data.DataException;
import org.echodc.data.format.IdxFolder;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.tensor.Normalization;
import org.echodc.text.Text;

/**
 * What is known of a data set before it is read.
 *
 * @param name the name that selects it
 * @param content what its images are
 * @param origin where its files are
 */
record DatasetEntry(String name, Content content, Origin origin) {

  /**
   * What the images of a data set are.
   *
   * @param classNames one name a class; none where its files have them
   * @param normalization of its pixels; none where it is computed from the training images
   * @param mirrorable whether a mirrored image keeps its label
   */
  record Content(
      Optional<List<String>> classNames,
      Optional<Normalization> normalization,
      boolean mirrorable) {

    /** Ten digits: a mirrored digit is no digit. */
    static Content ofDigits(Normalization normalization) {
      return new Content(Optional.of(ClassNames.DIGITS), Optional.of(normalization), false);
    }

    /** Things of known classes, which keep their label in a mirror. */
    static Content of(List<String> classNames, Normalization normalization) {
      return new Content(Optional.of(classNames), Optional.of(normalization), true);
    }

    /** Things whose classes the files name, which keep their label in a mirror. */
    static Content ofNamedByFiles(Optional<Normalization> normalization) {
      return new Content(Optional.empty(), normalization, true);
    }
  }

  /**
   * Where the files of a data set are.
   *
   * @param usualPlaces folders where it is looked for
   * @param files what is in such a folder, a phrase for people; empty where it comes with the
   *     program
   * @param layouts how else its files may lie
   * @param cure how to get it where it is missing
   * @param finder finds its files
   */
  record Origin(
      List<Path> usualPlaces, String files, OtherLayouts layouts, String cure, Finder finder) {

    /** Of a data set that comes with the program. */
    static Origin bundled() {
      return new Origin(List.of(), "", OtherLayouts.NONE, "", Finder.bundled());
    }
  }

  /** Finds the files of a data set. */
  interface Finder {

    /**
     * Finds the files.
     *
     * @param side of the images, if they are to be resized
     * @throws IllegalArgumentException if places or side do not suit the data set
     * @throws DataException if they are not there; the message says how to get them
     */
    DatasetFiles find(DatasetPlaces places, OptionalInt side);

    private static Finder bundled() {
      return ofFixedSize(
          places -> {
            if (!places.folders().isEmpty()) {
              throw new UnsuitableException(
                  Text.format("data set %s comes with the program", places.dataset()),
                  Cause.FOLDER_OF_BUNDLED_DATA);
            }
            return IdxFolder.bundled(places.dataset());
          });
    }

    /** Of images that have a size. */
    static Finder ofFixedSize(Function<DatasetPlaces, DatasetFiles> finder) {
      return (places, side) -> {
        if (side.isPresent()) {
          throw new UnsuitableException(
              Text.format("images of data set %s have a size", places.dataset()),
              Cause.SIZE_OF_FIXED_IMAGES);
        }
        return finder.apply(places);
      };
    }
  }

  /** Finds its files, in a folder or else in the usual places; see {@link Finder#find}. */
  DatasetFiles find(Optional<Path> directory, OptionalInt side) {
    List<Path> folders = directory.map(List::of).orElse(origin.usualPlaces());
    return origin
        .finder()
        .find(new DatasetPlaces(name, folders, origin.layouts(), origin.cure()), side);
  }
}
