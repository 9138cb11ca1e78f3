package org.echodc.synthetic;

import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.failure.Cause;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.Sample;
import org.echodc.operation.mmd.Segments;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Makes synthetic images to begin with; the device draws the random numbers. */
public final class SyntheticInitializer {
  private static final float NOISE_MEAN = 0.5f;
  private static final float NOISE_STD = 0.25f;

  private final Device device;
  private final ImageDataset dataset;
  private final long seed;

  /** An initialiser whose images depend on the seed alone. */
  public SyntheticInitializer(Device device, ImageDataset dataset, long seed) {
    this.device = device;
    this.dataset = dataset;
    this.seed = seed;
  }

  /** Checks that every class has as many real images as {@link #create} would take from it. */
  public static void check(ImageDataset dataset, Initialization initialization, Decoding decoding) {
    int needed =
        switch (initialization) {
          case MIX -> decoding.decodedPerClass();
          case RANDOM -> decoding.ipc();
          case NOISE -> 0;
        };
    ClassSizes.require(dataset, needed, "to begin with", Cause.CLASS_SMALLER_THAN_FIRST_IMAGES);
  }

  /**
   * Makes images.
   *
   * @throws IllegalArgumentException if a class has fewer real images than are needed
   */
  public SyntheticSet create(Initialization initialization, Decoding decoding) {
    check(dataset, initialization, decoding);
    Shape image = dataset.image();
    float[] pixels =
        switch (initialization) {
          case MIX -> realTiles(decoding, decoding.factor());
          case RANDOM -> realTiles(decoding, 1);
          case NOISE -> noise(decoding);
        };
    return new SyntheticSet(image, dataset.classes(), decoding, pixels);
  }

  /** Every stored image is a grid of real images, each resized to its tile by nearest neighbour. */
  private float[] realTiles(Decoding decoding, int gridSide) {
    Decoding grid = new Decoding(decoding.ipc(), gridSide);
    int[] picks = drawRealImages(grid.decodedPerClass());
    Shape image = dataset.image();
    int imageElements = Math.toIntExact(image.elements());
    float[] pixels = new float[dataset.classes() * decoding.ipc() * imageElements];
    for (int pick = 0; pick < picks.length; pick++) {
      int label = pick / grid.decodedPerClass();
      int tile = pick % grid.decodedPerClass() / grid.ipc();
      int stored = label * grid.ipc() + pick % grid.ipc();
      copyToTile(picks[pick], grid, tile, pixels, stored * imageElements);
    }
    return pixels;
  }

  private void copyToTile(int realImage, Decoding grid, int tile, float[] dst, int dstOffset) {
    Shape image = dataset.image();
    int rows = image.extent(0);
    int columns = image.extent(1);
    int channels = image.extent(2);
    byte[] src = dataset.train().pixels();
    int srcOffset = Math.toIntExact(realImage * image.elements());
    int top = tile / grid.factor() * grid.tile(rows);
    int left = tile % grid.factor() * grid.tile(columns);
    // the last tile is cut off where the factor does not divide the image
    int height = Math.min(grid.tile(rows), rows - top);
    int width = Math.min(grid.tile(columns), columns - left);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = srcOffset + (y * rows / height * columns + x * columns / width) * channels;
        int to = dstOffset + ((top + y) * columns + left + x) * channels;
        for (int c = 0; c < channels; c++) {
          dst[to + c] = (src[from + c] & 0xff) / 255f;
        }
      }
    }
  }

  /** Indices of different real images, {@code perClass} of each class, class by class. */
  private int[] drawRealImages(int perClass) {
    ImageSet train = dataset.train();
    int[] picks = new int[train.classes() * perClass];
    try (TensorScope memory = new TensorScope(device)) {
      Tensor dst = memory.ints(train.classes(), perClass);
      device.run(new Sample(key(memory), Segments.of(train.bounds(), memory::upload), 0, dst));
      device.download(dst, picks);
    }
    return picks;
  }

  /** Normal numbers from pairs of uniform ones (Box and Muller, 1958), clamped to [0, 1]. */
  private float[] noise(Decoding decoding) {
    int count = Math.toIntExact(dataset.image().elements() * dataset.classes() * decoding.ipc());
    float[] uniform = new float[2 * count];
    try (TensorScope memory = new TensorScope(device)) {
      Tensor dst = memory.floats(uniform.length);
      device.run(
          new Initialize(key(memory), List.of(new UniformSegment(uniform.length, 0, 1)), dst));
      device.download(dst, uniform);
    }
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      double radius = Math.sqrt(-2 * Math.log(1 - uniform[2 * i]));
      double normal = radius * Math.cos(2 * Math.PI * uniform[2 * i + 1]);
      pixels[i] = (float) Math.max(0, Math.min(1, NOISE_MEAN + NOISE_STD * normal));
    }
    return pixels;
  }

  private RandomKey key(TensorScope memory) {
    return RandomKey.everyStep(seed, RandomPurpose.SYNTHETIC_PIXELS, memory.counter());
  }
}
