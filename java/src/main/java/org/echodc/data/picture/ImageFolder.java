package org.echodc.data.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.data.catalog.DatasetPlaces;
import org.echodc.text.Text;

/**
 * Pictures in a folder a class, {@code train/CLASS/*.png} and {@code val/CLASS/*.png}, as
 * torchvision's {@code ImageFolder} has them.
 *
 * @param folder where {@code train} and {@code val} or {@code test} are
 * @param classes names of the folders of the classes, by label
 * @param pictures their files
 */
public record ImageFolder(Path folder, List<String> classes, Pictures pictures)
    implements PictureDataset {
  private static final String TRAIN = "train";
  private static final List<String> TEST = List.of("val", "test");

  /**
   * The first of several folders that has training images. Every folder in it is a class; labels
   * follow the order of their names.
   *
   * @param side of the images; none for pictures that are all of one size, and stay so
   * @throws DataException if there is none, or training and test images are not of the same classes
   */
  public static ImageFolder among(DatasetPlaces places, OptionalInt side) {
    Path folder = first(places);
    ClassFolders train = ClassFolders.in(folder.resolve(TRAIN));
    List<String> classes = train.names();
    if (classes.isEmpty()) {
      throw new DataException(
          Text.format("%s has no folders; put one a class there", train.part()));
    }
    Optional<ClassFolders> test = test(folder);
    test.ifPresent(tested -> requireSameClasses(train, tested));
    List<List<Path>> pictures = train.pictures(classes);
    PictureSize size =
        side.isPresent()
            ? PictureSize.square(side.getAsInt())
            : PictureSize.of(pictures.get(0).get(0));
    return new ImageFolder(
        folder,
        classes,
        new Pictures(
            places.dataset(), pictures, test.map(tested -> tested.pictures(classes)), size));
  }

  /**
   * Some classes of the first of several folders that has training images.
   *
   * @param classes names of their folders, by label
   * @param side of the images
   * @throws DataException if there is no such folder
   */
  public static ImageFolder among(DatasetPlaces places, List<String> classes, int side) {
    Path folder = first(places);
    return new ImageFolder(
        folder,
        classes,
        new Pictures(
            places.dataset(),
            ClassFolders.in(folder.resolve(TRAIN)).pictures(classes),
            test(folder).map(tested -> tested.pictures(classes)),
            PictureSize.square(side)));
  }

  private static Path first(DatasetPlaces places) {
    return places.first(place -> Files.isDirectory(place.resolve(TRAIN)), "folder " + TRAIN);
  }

  private static Optional<ClassFolders> test(Path folder) {
    return TEST.stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .map(ClassFolders::in);
  }

  private static void requireSameClasses(ClassFolders train, ClassFolders test) {
    List<String> untested = train.missingIn(test);
    List<String> untrained = test.missingIn(train);
    if (!untested.isEmpty() || !untrained.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s and %s must have a folder for each class; %s",
              train.part(),
              test.part(),
              Stream.of(only(train, untested), only(test, untrained))
                  .flatMap(Optional::stream)
                  .collect(Collectors.joining("; "))));
    }
  }

  private static Optional<String> only(ClassFolders part, List<String> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.format("only %s has %s", part.part().getFileName(), DataException.some(names)));
  }

  @Override
  public Optional<List<String>> classNames() {
    return Optional.of(classes);
  }

  @Override
  public String withoutTest() {
    return Text.format(
        "%s has no folder val or test; put the test images there, in a folder a class", folder);
  }
}
