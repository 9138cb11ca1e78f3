package org.echodc.failure;

/** Why something failed, where a setting of the program or a file would have to be another. */
public enum Cause {
  /** A class has fewer images than a real batch takes. */
  CLASS_SMALLER_THAN_REAL_BATCH,
  /** A class has fewer images than synthetic ones begin with. */
  CLASS_SMALLER_THAN_FIRST_IMAGES,
  /** A class has fewer images than are drawn at random for comparison. */
  CLASS_SMALLER_THAN_RANDOM_SET,
  /** A data set has no test images, but something is to be evaluated. */
  NO_TEST_IMAGES,
  /** The loss of a condensation is NaN or infinite. */
  LOSS_NOT_FINITE,
  /** The loss of a trained network is NaN or infinite. */
  TRAINING_DIVERGED,
  /** A device has too little memory. */
  DEVICE_MEMORY_EXHAUSTED,
  /** There is a device, but it cannot be used. */
  DEVICE_UNUSABLE,
  /** There is no GPU, or no driver for it. */
  NO_GPU,
  /** A library of the device cudnn is missing. */
  CUDNN_MISSING,
  /** The files of a data set are not where they were looked for, or are others. */
  DATA_NOT_FOUND,
  /** The files of a data set are in another folder than was named. */
  DATA_ELSEWHERE,
  /** A folder of pictures was not named. */
  PICTURE_FOLDER_NOT_NAMED,
  /** A folder was named for the data set that comes with the program. */
  FOLDER_OF_BUNDLED_DATA,
  /** A size was asked for images that have one. */
  SIZE_OF_FIXED_IMAGES,
  /** Pictures of different sizes. */
  PICTURE_SIZES_DIFFER,
  /** Pictures that do not fit into memory. */
  PICTURES_TOO_LARGE,
  /** Results would go where something lies that may be replaced. */
  OUTPUT_IN_USE,
  /** Results would go where something lies that may not be replaced, or where nothing may lie. */
  OUTPUT_UNSUITABLE,
  /** Nothing was begun that could go on. */
  NO_RUN_TO_RESUME,
  /** A run that goes on would end differently. */
  RESUMED_DIFFERENTLY,
  /** The images of a run are of another data set. */
  IMAGES_OF_OTHER_DATA,
  /** A run is to go on, but has had as many iterations. */
  ITERATIONS_DONE,
  /** A complete run kept no state that it could go on from. */
  NO_LAST_STATE
}
