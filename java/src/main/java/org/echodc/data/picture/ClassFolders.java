package org.echodc.data.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/**
 * The folders of the classes in a part of a data set, such as {@code train}. Names that differ only
 * in how Unicode composes their letters are the same: archives and file systems change that.
 *
 * @param part where the folders are
 * @param folders by composed name (NFC), in its order
 */
public record ClassFolders(Path part, SortedMap<String, Path> folders) {

  /**
   * The folders in a folder; hidden ones are left out, and pictures beside them are logged.
   *
   * @throws DataException if it cannot be read, two folders have the same name, something in it is
   *     a link to nothing, or there are pictures but no folders
   */
  public static ClassFolders in(Path part) {
    ClassFolders found = new ClassFolders(part, new TreeMap<>());
    List<Path> loose = new ArrayList<>();
    try (Stream<Path> paths = Files.list(part)) {
      for (Path path : paths.filter(path -> !PictureNames.isHidden(path)).sorted().toList()) {
        if (isFolder(path)) {
          found.add(path);
        } else if (PictureNames.isPicture(path) || PictureNames.isOfOtherFormat(path)) {
          loose.add(path);
        }
      }
    } catch (NoSuchFileException e) {
      throw new DataException(
          Text.format("folder %s is missing; pictures belong into a folder a class", part), e);
    } catch (IOException e) {
      throw DataException.unreadable(part, e);
    } catch (UncheckedIOException e) {
      throw DataException.unreadable(part, e.getCause());
    }
    found.judge(loose);
    return found;
  }

  private static boolean isFolder(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      throw new DataException(
          Text.format(
              "link %s leads to nothing that can be read; get or mount that, or delete the link",
              path));
    } catch (IOException e) {
      throw DataException.unreadable(path, e);
    }
  }

  private void add(Path path) {
    Path other = folders.put(key(path.getFileName().toString()), path);
    if (other != null) {
      throw new DataException(
          Text.format(
              "%s and %s have the same name, composed differently by Unicode; put all into one",
              other, path));
    }
  }

  private void judge(List<Path> loose) {
    if (!loose.isEmpty() && folders.isEmpty()) {
      throw new DataException(
          Text.format(
                  "%s has %d pictures that are in no folder of a class: %s; move each into a folder named",
                  part, loose.size(), DataException.some(loose))
              + " after its class, by the list of labels that came with them");
    }
    if (!loose.isEmpty()) {
      LoggerFactory.getLogger(ClassFolders.class)
          .warn(
              "{} pictures are in no folder of a class and are left out: {}",
              loose.size(),
              DataException.some(loose));
    }
  }

  private static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** The names of the folders as they are, in order. */
  public List<String> names() {
    return folders.values().stream().map(path -> path.getFileName().toString()).toList();
  }

  boolean has(String name) {
    return folders.containsKey(key(name));
  }

  /** Names of folders that the other part has no folder for. */
  List<String> missingIn(ClassFolders other) {
    return names().stream().filter(name -> !other.has(name)).toList();
  }

  /**
   * The pictures of classes.
   *
   * @param names of their folders, by label
   * @throws DataException if a folder is not there; see also {@link PictureFiles#ofClasses}
   */
  List<List<Path>> pictures(List<String> names) {
    return PictureFiles.ofClasses(
        names.stream().map(name -> folders.getOrDefault(key(name), part.resolve(name))).toList());
  }
}
