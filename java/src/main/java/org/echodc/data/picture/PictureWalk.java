package org.echodc.data.picture;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.echodc.data.DataException;
import org.echodc.text.Text;

/**
 * All that is in the folder of a class and, as torchvision's {@code ImageFolder} has it, in folders
 * within; links are followed, and hidden files and folders are none.
 */
final class PictureWalk extends SimpleFileVisitor<Path> {
  private static final Comparator<Path> BY_FOLDER_AND_NAME =
      Comparator.comparing((Path file) -> file.getParent().toString())
          .thenComparing(file -> file.getFileName().toString());

  private final Path folder;
  private final List<Path> pictures = new ArrayList<>();
  private final List<Path> ofOtherFormats = new ArrayList<>();
  private final List<Path> others = new ArrayList<>();
  private final List<Path> brokenLinks = new ArrayList<>();

  private PictureWalk(Path folder) {
    this.folder = folder;
  }

  /**
   * Walks through a folder.
   *
   * @throws DataException if it is not there, or something in it cannot be read
   */
  static PictureWalk of(Path folder) {
    PictureWalk walk = new PictureWalk(folder);
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    } catch (NoSuchFileException e) {
      throw new DataException(
          Text.format("folder %s is missing; pictures belong into a folder a class", folder), e);
    } catch (FileSystemException e) {
      throw DataException.unreadable(e.getFile(), e);
    } catch (IOException e) {
      throw DataException.unreadable(folder, e);
    }
    for (List<Path> found :
        List.of(walk.pictures, walk.ofOtherFormats, walk.others, walk.brokenLinks)) {
      found.sort(BY_FOLDER_AND_NAME);
    }
    return walk;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
    return !entered.equals(folder) && PictureNames.isHidden(entered)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (PictureNames.isHidden(file)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) { // one that could not be followed
      brokenLinks.add(file);
    } else if (attributes.isRegularFile() && PictureNames.isPicture(file)) {
      pictures.add(file);
    } else if (PictureNames.isOfOtherFormat(file)) {
      ofOtherFormats.add(file);
    } else {
      others.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Where it walked. */
  Path folder() {
    return folder;
  }

  /** The pictures, folder by folder, by name. */
  List<Path> pictures() {
    return pictures;
  }

  /** Pictures of formats that are not read. */
  List<Path> ofOtherFormats() {
    return ofOtherFormats;
  }

  /** Files that are no pictures by their names. */
  List<Path> others() {
    return others;
  }

  /** Links to nothing. */
  List<Path> brokenLinks() {
    return brokenLinks;
  }
}
