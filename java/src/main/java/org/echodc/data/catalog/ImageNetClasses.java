package org.echodc.data.catalog;

import java.util.List;
import org.echodc.data.FileSource;
import org.echodc.data.TextFile;

/**
 * The hundred classes of ImageNet that are used as ImageNet-100 (Tian, Krishnan and Isola, 2020),
 * in the order that condensation of data sets knows them by (Kim et al., 2022): the first ten are
 * its ImageNet-10.
 *
 * @param folders WordNet's numbers, which the folders are called by, label by label
 * @param names a name for each
 */
public record ImageNetClasses(List<String> folders, List<String> names) {
  private static final int FOLDER = 9;

  /** The first classes. */
  public static ImageNetClasses first(int count) {
    List<String> lines =
        TextFile.lines(FileSource.bundled("imagenet-100.txt")).stream().limit(count).toList();
    return new ImageNetClasses(
        lines.stream().map(line -> line.substring(0, FOLDER)).toList(),
        lines.stream().map(line -> line.substring(FOLDER + 1)).toList());
  }
}
