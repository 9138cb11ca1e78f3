package org.echodc.data.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetFiles;

/** A data set whose images are files, one a picture. */
public interface PictureDataset extends DatasetFiles {

  /**
   * The files.
   *
   * @param dataset its name, for messages
   * @param train the training pictures of each class
   * @param test the test pictures of each class; none where there is no folder of them
   * @param size what becomes of the pictures
   */
  record Pictures(
      String dataset, List<List<Path>> train, Optional<List<List<Path>>> test, PictureSize size) {}

  /** Its files. */
  Pictures pictures();

  /** What is missing where there are no test pictures, and the cure. */
  String withoutTest();

  @Override
  default ImageSet train(int count) {
    return new PictureSet(pictures().dataset(), pictures().train()).read(pictures().size());
  }

  @Override
  default Optional<String> missingTest() {
    return pictures().test().isPresent() ? Optional.empty() : Optional.of(withoutTest());
  }

  @Override
  default ImageSet test(int count) {
    return new PictureSet(pictures().dataset(), pictures().test().orElseThrow())
        .read(pictures().size());
  }
}
