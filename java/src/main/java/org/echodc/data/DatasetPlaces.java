package org.echodc.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/**
 * Where a data set is looked for.
 *
 * @param dataset its name, for messages
 * @param folders the preferred first; none where it has no usual place
 * @param cure what to do if it is in none of them, for messages
 */
record DatasetPlaces(String dataset, List<Path> folders, String cure) {

  /**
   * The first folder that has a file.
   *
   * @throws DataException if none has
   */
  Path firstWith(String file) {
    return first(folder -> Files.isRegularFile(folder.resolve(file)), file);
  }

  /**
   * The first folder that holds the data set.
   *
   * @param holds tells that
   * @param what is missing where it does not, for the message
   * @throws DataException if none does
   */
  Path first(Predicate<Path> holds, String what) {
    if (folders.isEmpty()) {
      throw new DataException(Text.format("data set %s has no usual place; %s", dataset, cure));
    }
    return folders.stream()
        .filter(holds)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    Text.format(
                        "data set %s is missing: no %s in %s; %s",
                        dataset,
                        what,
                        folders.stream().map(Path::toString).collect(Collectors.joining(" or ")),
                        cure)));
  }
}
