package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tiny ImageNet as it is distributed, unpacked: {@code wnids.txt} and {@code words.txt}, training
 * images in {@code train/CLASS/images}, test images in {@code val/images} with their classes in
 * {@code val/val_annotations.txt}. Its own test images have no labels.
 *
 * @param folder where its files are
 * @param classes WordNet's numbers, by label
 * @param size what becomes of the pictures
 */
record TinyImageNetFolder(Path folder, List<String> classes, PictureSize size)
    implements DatasetFiles {
  private static final String DATASET = "tiny-imagenet";
  private static final String CLASSES = "wnids.txt";

  /**
   * The first of several folders that has the list of classes.
   *
   * @param side of the images
   * @throws DataException if none has, or the list is damaged
   */
  static TinyImageNetFolder among(DatasetPlaces places, int side) {
    Path folder = places.firstWith(CLASSES);
    List<String> classes = TinyImageNetLists.classes(FileSource.file(folder.resolve(CLASSES)));
    return new TinyImageNetFolder(folder, classes, PictureSize.square(side));
  }

  @Override
  public Optional<List<String>> classNames() {
    Map<String, String> names =
        TinyImageNetLists.names(FileSource.file(folder.resolve("words.txt")));
    return Optional.of(classes.stream().map(name -> names.getOrDefault(name, name)).toList());
  }

  @Override
  public ImageSet train(int count) {
    Path train = folder.resolve("train");
    return read(
        classes.stream()
            .map(name -> PictureFolder.pictures(train.resolve(name).resolve("images")))
            .toList());
  }

  @Override
  public ImageSet test(int count) {
    Path val = folder.resolve("val");
    Path images = val.resolve("images");
    FileSource annotations = FileSource.file(val.resolve("val_annotations.txt"));
    return read(
        TinyImageNetLists.files(annotations, classes).stream()
            .map(names -> names.stream().map(images::resolve).toList())
            .toList());
  }

  private ImageSet read(List<List<Path>> files) {
    return new PictureSet(DATASET, files).read(size);
  }
}
