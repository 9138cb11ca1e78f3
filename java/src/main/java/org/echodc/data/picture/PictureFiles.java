package org.echodc.data.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.echodc.data.DataException;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the pictures of classes. Nothing is left out without a word. */
public final class PictureFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PictureFiles.class);

  private PictureFiles() {}

  /**
   * The pictures of each class, folder by folder, by name. What is left out is logged.
   *
   * @param folders of the classes
   * @throws DataException if a folder is not there or has no pictures, something in it cannot be
   *     read, or a link leads to nothing
   */
  public static List<List<Path>> ofClasses(List<Path> folders) {
    List<PictureWalk> walks = folders.stream().map(PictureWalk::of).toList();
    List<Path> broken = all(walks, PictureWalk::brokenLinks);
    if (!broken.isEmpty()) {
      throw new DataException(
          Text.format(
                  "%d links lead to nothing that can be read: %s; get or mount that (git annex get, dvc pull),",
                  broken.size(), DataException.some(broken))
              + " or delete the links");
    }
    walks.forEach(PictureFiles::requirePictures);
    warn(
        "{} pictures of formats that are not read are left out: {}; convert them to PNG",
        all(walks, PictureWalk::ofOtherFormats));
    warn("{} files are no pictures by name and are left out: {}", all(walks, PictureWalk::others));
    return walks.stream().map(PictureWalk::pictures).toList();
  }

  private static void requirePictures(PictureWalk walk) {
    if (walk.pictures().isEmpty()) {
      throw new DataException(
          Text.format(
              "%s has no pictures (.png, .jpg, .jpeg)%s; every class needs some",
              walk.folder(),
              walk.ofOtherFormats().isEmpty()
                  ? ""
                  : Text.format(
                      ", but %d of other formats: %s",
                      walk.ofOtherFormats().size(), DataException.some(walk.ofOtherFormats()))));
    }
  }

  private static void warn(String message, List<Path> leftOut) {
    if (!leftOut.isEmpty()) {
      LOG.warn(message, leftOut.size(), DataException.some(leftOut));
    }
  }

  private static List<Path> all(List<PictureWalk> walks, Function<PictureWalk, List<Path>> of) {
    return walks.stream().map(of).flatMap(List::stream).toList();
  }
}
