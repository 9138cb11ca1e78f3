package org.echodc.evaluate;

import java.util.Collections;
import java.util.stream.IntStream;
import org.echodc.condense.SyntheticSet;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;
import org.echodc.device.operation.Augmentation;
import org.echodc.device.operation.AugmentationColumn;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Labelled images in device memory, not yet normalised.
 *
 * @param pixels UINT8 or FLOAT32 [n, height, width, channels]
 * @param labels INT32 [n]
 */
public record TrainingImages(Tensor pixels, Tensor labels) {

  /** Real images. */
  public static TrainingImages of(TensorScope memory, ImageSet images) {
    return new TrainingImages(
        memory.upload(images.pixels(), images.shape()), memory.upload(images.labels()));
  }

  /** Synthetic images, decoded once. */
  public static TrainingImages of(TensorScope memory, SyntheticSet set) {
    int count = set.decodedImages();
    int channels = set.image().extent(2);
    Normalization identity =
        new Normalization(Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    int[] all = IntStream.range(0, count).toArray();
    int[] labels =
        IntStream.of(all).map(image -> image / set.decoding().decodedPerClass()).toArray();
    Tensor pixels = memory.floats(set.storedShape().withRows(count));
    Device device = memory.device();
    try (TensorScope temporary = new TensorScope(device)) {
      device.decode(
          temporary.upload(set.pixels(), set.storedShape()),
          set.decoding(),
          temporary.upload(all),
          identity,
          neutral(temporary),
          pixels);
      device.synchronize();
    }
    return new TrainingImages(pixels, memory.upload(labels));
  }

  /** An augmentation that changes nothing. */
  static Augmentation neutral(TensorScope memory) {
    return new Augmentation(
        memory.upload(AugmentationColumn.neutralRow(), Shape.of(1, AugmentationColumn.COUNT)));
  }

  /** Number of images. */
  public int count() {
    return pixels.shape().extent(0);
  }
}
