package org.echodc.data.catalog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.echodc.data.DataException;
import org.echodc.failure.Cause;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/**
 * Where a data set is looked for.
 *
 * @param dataset its name, for messages
 * @param folders the preferred first; none where it has no usual place
 * @param layouts how else it may lie in them
 * @param cure what to do if it is in none of them, for messages
 */
public record DatasetPlaces(String dataset, List<Path> folders, OtherLayouts layouts, String cure) {

  /**
   * The first folder that has a file.
   *
   * @throws DataException if none has
   */
  public Path firstWith(String file) {
    return first(folder -> Files.isRegularFile(folder.resolve(file)), file);
  }

  /**
   * The first folder that holds the data set.
   *
   * @param holds tells that
   * @param what is missing where it does not, for the message
   * @throws DataException if none does
   */
  public Path first(Predicate<Path> holds, String what) {
    if (folders.isEmpty()) {
      throw new DataException(
          Text.format("data set %s has no usual place; %s", dataset, cure),
          Cause.PICTURE_FOLDER_NOT_NAMED);
    }
    return folders.stream()
        .flatMap(layouts::places)
        .filter(holds)
        .findFirst()
        .orElseThrow(() -> missing(holds, what));
  }

  private DataException missing(Predicate<Path> holds, String what) {
    String message =
        Text.format(
            "data set %s is missing: no %s in %s; ",
            dataset,
            what,
            folders.stream().map(Path::toString).collect(Collectors.joining(" or ")));
    return firstOf(layouts::adviceOn)
        .map(advice -> new DataException(message + advice))
        .or(
            () ->
                firstOf(folder -> within(folder, holds))
                    .map(found -> new DataException(message + found, Cause.DATA_ELSEWHERE)))
        .orElseGet(() -> new DataException(message + cure, Cause.DATA_NOT_FOUND));
  }

  private Optional<String> firstOf(Function<Path, Optional<String>> advice) {
    return folders.stream().map(advice).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> within(Path folder, Predicate<Path> holds) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> inner = Files.newDirectoryStream(folder, holds::test)) {
      for (Path found : inner) {
        return Optional.of(Text.format("%s has it", found));
      }
    } catch (IOException | DirectoryIteratorException e) {
      LoggerFactory.getLogger(DatasetPlaces.class).debug("{} cannot be listed", folder, e);
    }
    return Optional.empty();
  }

  /** That a folder has no such file, if it has none; for people. */
  public static Optional<String> missing(Path folder, String file) {
    return Files.isRegularFile(folder.resolve(file))
        ? Optional.empty()
        : Optional.of(Text.format("%s is missing", folder.resolve(file)));
  }
}
