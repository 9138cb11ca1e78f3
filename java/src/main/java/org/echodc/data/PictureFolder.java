package org.echodc.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/** What is in a folder of pictures, or of folders. */
final class PictureFolder {
  private static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg");

  private PictureFolder() {}

  /**
   * The pictures in a folder, by name.
   *
   * @throws DataException if there are none, or the folder is not there
   */
  static List<Path> pictures(Path folder) {
    List<Path> files = list(folder, Files::isRegularFile);
    List<Path> pictures = files.stream().filter(PictureFolder::isPicture).toList();
    if (pictures.isEmpty()) {
      throw new DataException(
          Text.format("%s has no pictures (.png, .jpg, .jpeg); every class needs some", folder));
    }
    if (pictures.size() < files.size()) {
      LoggerFactory.getLogger(PictureFolder.class)
          .warn("{} files in {} are no pictures by name", files.size() - pictures.size(), folder);
    }
    return pictures;
  }

  /**
   * The names of the folders in a folder, in order; hidden ones are left out.
   *
   * @throws DataException if the folder is not there
   */
  static List<String> folders(Path folder) {
    return list(folder, Files::isDirectory).stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> !name.startsWith("."))
        .toList();
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(wanted)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    } catch (NoSuchFileException e) {
      throw new DataException(
          Text.format("folder %s is missing; pictures belong into a folder a class", folder), e);
    } catch (IOException e) {
      throw new DataException(Text.format("folder %s cannot be read: %s", folder, e), e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith);
  }
}
