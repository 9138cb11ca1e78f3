package org.echodc.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.echodc.text.Text;

/**
 * Pictures in a folder a class, {@code train/CLASS/*.png} and {@code val/CLASS/*.png}, as
 * torchvision's {@code ImageFolder} has them.
 *
 * @param dataset its name, for messages
 * @param folder where {@code train} and {@code val} or {@code test} are
 * @param classes names of the folders of the classes, by label
 * @param size what becomes of the pictures
 */
record ImageFolder(String dataset, Path folder, List<String> classes, PictureSize size)
    implements DatasetFiles {
  private static final String TRAIN = "train";
  private static final List<String> TEST = List.of("val", "test");

  /**
   * The first of several folders that has training images. Every folder in it is a class; labels
   * follow the order of their names.
   *
   * @param side of the images; none for pictures that are all of one size, and stay so
   * @throws DataException if there is none, or training and test images are not of the same classes
   */
  static ImageFolder among(DatasetPlaces places, OptionalInt side) {
    Path folder = first(places);
    List<String> classes = PictureFolder.folders(folder.resolve(TRAIN));
    if (classes.isEmpty()) {
      throw new DataException(
          Text.format("%s has no folders; put one a class there", folder.resolve(TRAIN)));
    }
    Path test = test(folder);
    List<String> tested = PictureFolder.folders(test);
    if (!tested.equals(classes)) {
      List<String> odd =
          Stream.concat(classes.stream(), tested.stream())
              .filter(name -> classes.contains(name) != tested.contains(name))
              .toList();
      throw new DataException(
          Text.format(
              "%s and %s must have a folder for each class; only one of them has %s",
              folder.resolve(TRAIN), test, String.join(", ", odd)));
    }
    return new ImageFolder(places.dataset(), folder, classes, size(folder, classes, side));
  }

  /**
   * Some classes of the first of several folders that has training images.
   *
   * @param classes names of their folders, by label
   * @param side of the images
   * @throws DataException if there is no such folder
   */
  static ImageFolder among(DatasetPlaces places, List<String> classes, int side) {
    return new ImageFolder(places.dataset(), first(places), classes, PictureSize.square(side));
  }

  private static Path first(DatasetPlaces places) {
    return places.first(place -> Files.isDirectory(place.resolve(TRAIN)), "folder " + TRAIN);
  }

  private static PictureSize size(Path folder, List<String> classes, OptionalInt side) {
    return side.isPresent()
        ? PictureSize.square(side.getAsInt())
        : PictureSize.of(
            PictureFolder.pictures(folder.resolve(TRAIN).resolve(classes.get(0))).get(0));
  }

  private static Path test(Path folder) {
    return TEST.stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    Text.format(
                        "%s has no folder val or test; put the test images there, in a folder a class",
                        folder)));
  }

  @Override
  public Optional<List<String>> classNames() {
    return Optional.of(classes);
  }

  @Override
  public ImageSet train(int count) {
    return read(folder.resolve(TRAIN));
  }

  @Override
  public ImageSet test(int count) {
    return read(test(folder));
  }

  private ImageSet read(Path part) {
    return new PictureSet(
            dataset,
            classes.stream().map(name -> PictureFolder.pictures(part.resolve(name))).toList())
        .read(size);
  }
}
