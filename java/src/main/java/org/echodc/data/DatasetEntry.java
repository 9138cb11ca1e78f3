package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.tensor.Normalization;

/**
 * What is known of a data set before it is read.
 *
 * @param name the name that selects it
 * @param classNames one name a class
 * @param normalization of its pixels
 * @param mirrorable whether a mirrored image keeps its label
 * @param usualPlaces folders where it is looked for; none where it comes with the program
 * @param files what is in such a folder, a phrase for people
 * @param cure how to get it where it is missing
 * @param finder finds its files
 */
record DatasetEntry(
    String name,
    List<String> classNames,
    Normalization normalization,
    boolean mirrorable,
    List<Path> usualPlaces,
    String files,
    String cure,
    Finder finder) {

  /** Finds the files of a data set, or throws a {@link DataException} with the cure. */
  interface Finder {
    DatasetFiles find(DatasetPlaces places);
  }

  /**
   * Finds its files.
   *
   * @param directory where they are, instead of the usual places
   * @throws IllegalArgumentException if a directory is given for one that comes with the program
   * @throws DataException if they are not there
   */
  DatasetFiles find(Optional<Path> directory) {
    if (usualPlaces.isEmpty() && directory.isPresent()) {
      throw new IllegalArgumentException(
          "data set %s comes with the program; leave out --data-dir, or name another with --data"
              .formatted(name));
    }
    return finder.find(new DatasetPlaces(name, directory.map(List::of).orElse(usualPlaces), cure));
  }
}
