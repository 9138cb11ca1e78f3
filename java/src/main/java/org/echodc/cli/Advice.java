package org.echodc.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.echodc.failure.Cause;
import org.echodc.failure.Diagnosed;

/** What to change on the command line, by the cause of a failure. */
final class Advice {
  private static final String NEW_OUTPUT = "; name another folder with --output";
  private static final Map<Cause, String> BY_CAUSE = new EnumMap<>(Cause.class);

  static {
    BY_CAUSE.put(Cause.CLASS_SMALLER_THAN_REAL_BATCH, "; use a smaller --real-batch");
    BY_CAUSE.put(
        Cause.CLASS_SMALLER_THAN_FIRST_IMAGES,
        "; use a smaller --ipc or --factor, or --init noise");
    BY_CAUSE.put(
        Cause.CLASS_SMALLER_THAN_RANDOM_SET,
        "; use a smaller --ipc, or --evaluate without random (of evaluate, --sets)");
    BY_CAUSE.put(
        Cause.NO_TEST_IMAGES,
        "; add some, or condense with --evaluate none, which does without them");
    BY_CAUSE.put(Cause.LOSS_NOT_FINITE, "; a smaller --learning-rate may help");
    BY_CAUSE.put(
        Cause.TRAINING_DIVERGED,
        "; the training images may hold NaN, or --evaluation-learning-rate be too large");
    BY_CAUSE.put(
        Cause.DEVICE_MEMORY_EXHAUSTED,
        "; smaller --real-batch, --synthetic-batch, --width or --factor need less");
    BY_CAUSE.put(Cause.DEVICE_UNUSABLE, "; or use --device cpu");
    BY_CAUSE.put(
        Cause.NO_GPU,
        "\nInstall NVIDIA's driver, use --device cpu, or run the kernels on the CPU, slowly, with"
            + " --device cuda --simulate");
    BY_CAUSE.put(Cause.CUDNN_MISSING, "; --device cuda does without");
    BY_CAUSE.put(Cause.DATA_NOT_FOUND, ", or name its folder with --data-dir");
    BY_CAUSE.put(Cause.DATA_ELSEWHERE, ": name that with --data-dir");
    BY_CAUSE.put(Cause.PICTURE_FOLDER_NOT_NAMED, " with --data-dir");
    BY_CAUSE.put(
        Cause.FOLDER_OF_BUNDLED_DATA, "; leave out --data-dir, or name another with --data");
    BY_CAUSE.put(Cause.SIZE_OF_FIXED_IMAGES, "; leave out --image-size");
    BY_CAUSE.put(Cause.PICTURE_SIZES_DIFFER, "; resize all with --image-size N");
    BY_CAUSE.put(
        Cause.PICTURES_TOO_LARGE,
        "; choose a smaller --image-size, or give Java more memory, ECHODC_JAVA_OPTS=-Xmx8g");
    BY_CAUSE.put(Cause.OUTPUT_IN_USE, NEW_OUTPUT + ", or replace what it holds with --overwrite");
    BY_CAUSE.put(Cause.OUTPUT_UNSUITABLE, NEW_OUTPUT);
    BY_CAUSE.put(Cause.NO_RUN_TO_RESUME, "; begin one with --output");
    BY_CAUSE.put(Cause.RESUMED_DIFFERENTLY, "; go on anyway with --force");
    BY_CAUSE.put(
        Cause.IMAGES_OF_OTHER_DATA,
        "; restore its files, name their folder with --data-dir, or choose its data set with"
            + " --data");
    BY_CAUSE.put(Cause.ITERATIONS_DONE, "; ask for more --iterations");
    BY_CAUSE.put(
        Cause.NO_LAST_STATE,
        "; begin another run with --recipe and its recipe.yaml, and with --iterations");
  }

  private Advice() {}

  /** What to do about a cause; follows the message of the failure. */
  static String on(Cause cause) {
    return BY_CAUSE.get(cause);
  }

  /** The message of a failure, and what to do about it. */
  static String on(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Optional<Cause> cause = Diagnosed.of(failure);
    return message + cause.map(Advice::on).orElse("");
  }
}
