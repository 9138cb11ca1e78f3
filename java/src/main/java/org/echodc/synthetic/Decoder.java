package org.echodc.synthetic;

import java.util.Collections;
import java.util.stream.IntStream;
import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.Decode;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;

/** Decodes condensed sets to the images that they are trained on, pixels in [0, 1]. */
public final class Decoder {
  private Decoder() {}

  /**
   * Decodes all images, class by class.
   *
   * @return FLOAT32 [classes ipc factor^2, height, width, channels], owned by {@code memory}
   */
  public static Tensor decode(TensorScope memory, SyntheticSet set) {
    int count = set.decodedImages();
    int channels = set.image().extent(2);
    Normalization identity =
        new Normalization(Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    Tensor pixels = memory.floats(set.storedShape().withRows(count));
    Device device = memory.device();
    try (TensorScope temporary = new TensorScope(device)) {
      device.run(
          new Decode(
              temporary.upload(set.pixels(), set.storedShape()),
              set.decoding(),
              temporary.upload(IntStream.range(0, count).toArray()),
              identity,
              Augmentation.neutral(temporary::upload),
              pixels));
      device.synchronize();
    }
    return pixels;
  }

  /** The decoded images on the host, [classes ipc factor^2, height, width, channels]. */
  public static float[] decode(Device device, SyntheticSet set) {
    try (TensorScope memory = new TensorScope(device)) {
      Tensor decoded = decode(memory, set);
      float[] pixels = new float[Math.toIntExact(decoded.shape().elements())];
      device.download(decoded, pixels);
      return pixels;
    }
  }
}
