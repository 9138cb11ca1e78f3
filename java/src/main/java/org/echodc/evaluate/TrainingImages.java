package org.echodc.evaluate;

import java.util.stream.IntStream;
import org.echodc.data.ImageSet;
import org.echodc.device.memory.TensorScope;
import org.echodc.synthetic.Decoder;
import org.echodc.synthetic.SyntheticSet;
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
    int perClass = set.decoding().decodedPerClass();
    int[] labels = IntStream.range(0, set.decodedImages()).map(image -> image / perClass).toArray();
    return new TrainingImages(Decoder.decode(memory, set), memory.upload(labels));
  }

  /** Number of images. */
  public int count() {
    return pixels.shape().extent(0);
  }
}
