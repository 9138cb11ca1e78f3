package org.echodc.data;

/** The files of a data set, which have been found. Both methods throw {@link DataException}. */
interface DatasetFiles {

  /** Reads the training images. */
  ImageSet train(int classes);

  /** Reads the test images. */
  ImageSet test(int classes);
}
