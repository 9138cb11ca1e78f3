package org.echodc.data.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echodc.data.ClassNames;
import org.echodc.data.catalog.DatasetEntry.Content;
import org.echodc.data.catalog.DatasetEntry.Finder;
import org.echodc.data.catalog.DatasetEntry.Origin;
import org.echodc.data.format.CifarFolder;
import org.echodc.data.format.IdxFolder;
import org.echodc.data.format.SvhnFolder;
import org.echodc.data.format.TinyImageNetFolder;
import org.echodc.data.picture.ImageFolder;
import org.echodc.environment.UserFolders;
import org.echodc.tensor.Normalization;
import org.echodc.text.Text;

/** The known data sets, one entry each. */
final class DatasetEntries {
  private static final Normalization FASHION = Normalization.gray(.2861f, .3530f);
  private static final Normalization MNIST = Normalization.gray(.1307f, .3081f);
  private static final Normalization SVHN =
      new Normalization(List.of(.4377f, .4438f, .4728f), List.of(.1980f, .2010f, .1970f));
  private static final Normalization CIFAR =
      new Normalization(List.of(.4914f, .4822f, .4465f), List.of(.2023f, .1994f, .2010f));
  private static final Normalization IMAGENET =
      new Normalization(List.of(.485f, .456f, .406f), List.of(.229f, .224f, .225f));
  private static final int TINY_IMAGENET_SIDE = 64;
  private static final int IMAGENET_SIDE = 224;

  private static final Path SYSTEM = Path.of("/usr/share/datasets");
  private static final Path CACHE = UserFolders.ofThisProcess().cache();
  private static final String UNPACK = "unpack it there";
  private static final String IDX_FILES = "its four IDX files, plain or gzip";
  private static final String SVHN_FILES =
      "train_32x32.mat and test_32x32.mat (format 2, cropped digits)";
  private static final String TINY_IMAGENET_FILES =
      "what tiny-imagenet-200.zip holds: wnids.txt, words.txt, train/CLASS/images, val";
  private static final String IMAGENET_FILES =
      "train/n02869837/*.JPEG and val/n02869837/*.JPEG, a folder a class";
  private static final String FULL_NUMBERS =
      "format 1, full numbers; get format 2, train_32x32.mat and test_32x32.mat";

  private static final OtherLayouts SVHN_LAYOUTS =
      new OtherLayouts(
          List.of(),
          Map.of(
              "train.tar.gz", FULL_NUMBERS,
              "digitStruct.mat", FULL_NUMBERS,
              "train/digitStruct.mat", FULL_NUMBERS));
  private static final OtherLayouts TINY_IMAGENET_LAYOUTS =
      new OtherLayouts(List.of("tiny-imagenet-200"), Map.of("tiny-imagenet-200.zip", UNPACK));
  private static final OtherLayouts IMAGENET_LAYOUTS =
      new OtherLayouts(
          List.of("ILSVRC/Data/CLS-LOC"),
          Map.of(
              "ILSVRC2012_img_train.tar",
              "unpack it, and the archive of each class in it, to train"));

  /** In the order in which they are listed. */
  static final List<DatasetEntry> ALL =
      List.of(
          new DatasetEntry(
              "fashion-mnist-mini", Content.of(ClassNames.CLOTHES, FASHION), Origin.bundled()),
          new DatasetEntry(
              "fashion-mnist",
              Content.of(ClassNames.CLOTHES, FASHION),
              new Origin(
                  List.of(SYSTEM.resolve("fashion-mnist")),
                  IDX_FILES,
                  torchvision("FashionMNIST/raw"),
                  "install it with 'apt-get install dataset-fashion-mnist'",
                  Finder.ofFixedSize(IdxFolder::among))),
          new DatasetEntry(
              "mnist",
              Content.ofDigits(MNIST),
              new Origin(
                  List.of(CACHE.resolve("mnist"), SYSTEM.resolve("mnist")),
                  IDX_FILES,
                  torchvision("MNIST/raw"),
                  "put its four IDX files there",
                  Finder.ofFixedSize(IdxFolder::among))),
          new DatasetEntry(
              "svhn",
              Content.ofDigits(SVHN),
              new Origin(
                  List.of(CACHE.resolve("svhn")),
                  SVHN_FILES,
                  SVHN_LAYOUTS,
                  "put " + SVHN_FILES + " there",
                  Finder.ofFixedSize(SvhnFolder::among))),
          cifar(
              "cifar-10",
              ClassNames.CIFAR_10,
              CifarFolder.Format.CIFAR_10,
              new CifarArchives("cifar-10-batches-bin", "cifar-10-batches-py", "data_batch_1")),
          cifar(
              "cifar-100",
              ClassNames.CIFAR_100,
              CifarFolder.Format.CIFAR_100,
              new CifarArchives("cifar-100-binary", "cifar-100-python", "meta")),
          new DatasetEntry(
              "tiny-imagenet",
              Content.ofNamedByFiles(Optional.of(IMAGENET)),
              new Origin(
                  List.of(CACHE.resolve("tiny-imagenet-200")),
                  TINY_IMAGENET_FILES,
                  TINY_IMAGENET_LAYOUTS,
                  "unpack tiny-imagenet-200.zip there",
                  (places, side) ->
                      TinyImageNetFolder.among(places, side.orElse(TINY_IMAGENET_SIDE)))),
          imageNet(10),
          imageNet(100),
          new DatasetEntry(
              "folder",
              Content.ofNamedByFiles(Optional.empty()),
              new Origin(
                  List.of(),
                  "train/CLASS/*.png (or .jpg, .jpeg) and val/CLASS/*.png, a folder a class",
                  OtherLayouts.NONE,
                  "name a folder that holds train/CLASS/*.png and val/CLASS/*.png",
                  ImageFolder::among)));

  private DatasetEntries() {}

  /** As torchvision downloads a data set, whose root or own folder a user may name. */
  private static OtherLayouts torchvision(String raw) {
    return new OtherLayouts(List.of("raw", raw), Map.of());
  }

  /**
   * What the archives of CIFAR hold: the binary version, and the one for Python, which this program
   * cannot read.
   *
   * @param folder of the binary version
   * @param python the other version's folder
   * @param pythonFile a file in it
   */
  private record CifarArchives(String folder, String python, String pythonFile) {}

  private static DatasetEntry cifar(
      String name, List<String> classNames, CifarFolder.Format format, CifarArchives archives) {
    String archive = name + "-binary.tar.gz";
    String other = "the version for Python; get the binary version, " + archive;
    OtherLayouts layouts =
        new OtherLayouts(
            List.of(archives.folder()),
            Map.of(
                archive,
                UNPACK,
                name + "-python.tar.gz",
                other,
                archives.python(),
                other,
                archives.pythonFile(),
                other));
    return new DatasetEntry(
        name,
        Content.of(classNames, CIFAR),
        new Origin(
            List.of(CACHE.resolve(archives.folder())),
            Text.format("what %s holds", archive),
            layouts,
            Text.format("unpack its binary version there (%s)", archive),
            Finder.ofFixedSize(places -> CifarFolder.among(places, format))));
  }

  private static DatasetEntry imageNet(int classes) {
    ImageNetClasses known = ImageNetClasses.first(classes);
    return new DatasetEntry(
        "imagenet-" + classes,
        Content.of(known.names(), IMAGENET),
        new Origin(
            List.of(CACHE.resolve("imagenet")),
            IMAGENET_FILES,
            IMAGENET_LAYOUTS,
            "put ImageNet's pictures there, " + IMAGENET_FILES,
            (places, side) ->
                ImageFolder.among(places, known.folders(), side.orElse(IMAGENET_SIDE))));
  }
}
