package org.echodc.data.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.catalog.DatasetPlaces;
import org.echodc.data.picture.ClassFolders;
import org.echodc.data.picture.PictureDataset;
import org.echodc.data.picture.PictureFiles;
import org.echodc.data.picture.PictureSize;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tiny ImageNet as it is distributed, unpacked: {@code wnids.txt} and {@code words.txt}, training
 * images in {@code train/CLASS/images}, test images in {@code val/images} with their classes in
 * {@code val/val_annotations.txt}. Common scripts sort test images into {@code val/CLASS} or {@code
 * val/CLASS/images}, and leave out {@code images} of training images. Its own test images have no
 * labels.
 *
 * @param folder where its files are
 * @param classes WordNet's numbers, by label
 * @param pictures their files
 */
public record TinyImageNetFolder(Path folder, List<String> classes, Pictures pictures)
    implements PictureDataset {
  private static final Logger LOG = LoggerFactory.getLogger(TinyImageNetFolder.class);
  private static final String CLASSES = "wnids.txt";
  private static final String WORDS = "words.txt";
  private static final String VAL = "val";
  private static final String IMAGES = "images";
  private static final String ANNOTATIONS = "val_annotations.txt";

  /**
   * The first of several folders that has the list of classes.
   *
   * @param side of the images
   * @throws DataException if none has, a list is damaged, or a class has no pictures
   */
  public static TinyImageNetFolder among(DatasetPlaces places, int side) {
    Path folder = places.firstWith(CLASSES);
    List<String> classes = TinyImageNetLists.classes(FileSource.file(folder.resolve(CLASSES)));
    Path val = folder.resolve(VAL);
    return new TinyImageNetFolder(
        folder,
        classes,
        new Pictures(
            places.dataset(),
            byClass(folder.resolve("train"), classes),
            Files.isDirectory(val) ? Optional.of(test(val, classes)) : Optional.empty(),
            PictureSize.square(side)));
  }

  private static List<List<Path>> byClass(Path part, List<String> classes) {
    ClassFolders folders = ClassFolders.in(part);
    List<String> unknown =
        folders.names().stream().filter(name -> !classes.contains(name)).toList();
    if (!unknown.isEmpty()) {
      LOG.warn(
          "{} folders in {} are no classes in {} and are left out: {}",
          unknown.size(),
          part,
          CLASSES,
          DataException.some(unknown));
    }
    return PictureFiles.ofClasses(
        classes.stream().map(name -> images(part.resolve(name))).toList());
  }

  /** The folder of pictures within another, or that itself. */
  private static Path images(Path folder) {
    Path images = folder.resolve(IMAGES);
    return Files.isDirectory(images) ? images : folder;
  }

  private static List<List<Path>> test(Path val, List<String> classes) {
    if (classes.stream().anyMatch(name -> Files.isDirectory(val.resolve(name)))) {
      return byClass(val, classes);
    }
    Path annotations = val.resolve(ANNOTATIONS);
    if (!Files.exists(annotations)) {
      throw new DataException(
          Text.format(
                  "%s has neither %s (and images/*.JPEG) nor folders of classes (%s/*.JPEG or",
                  val, ANNOTATIONS, classes.get(0))
              + Text.format(
                  " %s/images/*.JPEG); unpack tiny-imagenet-200.zip again", classes.get(0)));
    }
    Path images = images(val);
    List<List<Path>> files =
        TinyImageNetLists.files(FileSource.file(annotations), classes).stream()
            .map(names -> names.stream().map(images::resolve).toList())
            .toList();
    requireSame(annotations, files.stream().flatMap(List::stream).toList(), images);
    return files;
  }

  private static void requireSame(Path annotations, List<Path> named, Path images) {
    List<Path> there = PictureFiles.ofClasses(List.of(images)).get(0);
    Set<Path> found = new HashSet<>(there);
    List<Path> missing = named.stream().filter(file -> !found.contains(file)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s names %d pictures that are missing: %s; unpack tiny-imagenet-200.zip again",
              annotations, missing.size(), DataException.some(missing)));
    }
    named.forEach(found::remove);
    if (!found.isEmpty()) {
      LOG.warn(
          "{} pictures are not in {} and are left out: {}",
          found.size(),
          annotations,
          DataException.some(found.stream().sorted().toList()));
    }
  }

  @Override
  public Optional<List<String>> classNames() {
    Map<String, String> names = TinyImageNetLists.names(FileSource.file(folder.resolve(WORDS)));
    return Optional.of(classes.stream().map(name -> names.getOrDefault(name, name)).toList());
  }

  @Override
  public String withoutTest() {
    return Text.format("folder %s is missing", folder.resolve(VAL));
  }
}
