package org.echodc.data.catalog;

import java.util.List;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.ImageSet;

/** The files of a data set, which have been found. Its methods throw {@link DataException}. */
public interface DatasetFiles {

  /** One name a class, where the files have them. */
  default Optional<List<String>> classNames() {
    return Optional.empty();
  }

  /** Reads the training images. */
  ImageSet train(int classes);

  /** What is missing of the test images, for people; none where they can be read. */
  Optional<String> missingTest();

  /** Reads the test images, which must not be missing. */
  ImageSet test(int classes);
}
