package org.echodc.data.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.text.Text;

/**
 * How else a data set may lie in a folder.
 *
 * @param nested folders within, where its files may be
 * @param advice by a file or folder within that shows what cannot be read, what to do; a phrase
 */
record OtherLayouts(List<String> nested, Map<String, String> advice) {
  static final OtherLayouts NONE = new OtherLayouts(List.of(), Map.of());

  /** The folder, and those within it where the files may be. */
  Stream<Path> places(Path folder) {
    return Stream.concat(Stream.of(folder), nested.stream().map(folder::resolve));
  }

  /** What to do about what a folder holds instead, if that is known. */
  Optional<String> adviceOn(Path folder) {
    return advice.entrySet().stream()
        .filter(entry -> Files.exists(folder.resolve(entry.getKey())))
        .map(
            entry ->
                Text.format("%s is there: %s", folder.resolve(entry.getKey()), entry.getValue()))
        .sorted()
        .findFirst();
  }
}
