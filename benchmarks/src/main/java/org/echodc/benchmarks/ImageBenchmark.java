package org.echodc.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.echodc.device.TensorScope;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an iteration does with images, at the sizes of {@link Workloads}: gathering and augmenting
 * real ones; decoding and augmenting synthetic ones, and back.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImageBenchmark {
  private static final AugmentationPolicy POLICY = AugmentationPolicy.parse("color_crop_cutout");
  private static final Normalization NORMALIZATION = Normalization.gray(0.2861f, 0.3530f);
  private static final int DATA_SET = 60_000;
  private static final long SEED = 20231224;

  /** One augmentation a class. */
  private static Augmentation augmentation(OpenDevice device) {
    TensorScope memory = device.memory();
    Tensor table = memory.floats(Workloads.CLASSES, AugmentationColumn.COUNT);
    RandomKey key = RandomKey.everyStep(SEED, RandomPurpose.AUGMENTATION, memory.counter());
    device.get().drawAugmentation(key, POLICY, Workloads.IMAGE.extent(0), table);
    return new Augmentation(table);
  }

  private static Shape images(int count) {
    Shape image = Workloads.IMAGE;
    return Shape.of(count, image.extent(0), image.extent(1), image.extent(2));
  }

  /** A data set, and random images of it to gather. */
  @State(Scope.Benchmark)
  public static class RealImages {
    private static final int COUNT = Workloads.CLASSES * Workloads.REAL_PER_CLASS;

    private Tensor pixels;
    private Augmentation augmentation;
    private Rotation<Batch> rotation;

    private record Batch(Tensor indices, Tensor dst) {}

    /** Uploads random images. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            Random random = new Random(SEED);
            byte[] bytes = new byte[Math.toIntExact(images(DATA_SET).elements())];
            random.nextBytes(bytes);
            pixels = device.memory().allocate(DataType.UINT8, images(DATA_SET));
            device.get().upload(bytes, pixels);
            augmentation = augmentation(device);
            rotation =
                device.rotation(
                    () ->
                        new Batch(
                            device.memory().upload(random.ints(COUNT, 0, DATA_SET).toArray()),
                            device.memory().floats(images(COUNT))));
            Batch first = rotation.first();
            return OperationWork.of(
                "gather", pixels, NORMALIZATION, first.indices, augmentation, first.dst);
          });
    }
  }

  /** Synthetic images, and where they are decoded to. */
  @State(Scope.Benchmark)
  public static class SyntheticImages {
    private static final int STORED = Workloads.CLASSES * Workloads.DECODING.ipc();
    private static final int DECODED = Workloads.CLASSES * Workloads.DECODING.decodedPerClass();

    private Tensor selection;
    private Augmentation augmentation;
    private Rotation<Images> rotation;

    /** Either is the source, forward and back. */
    private record Images(Tensor stored, Tensor decoded) {}

    /** Fills both with random numbers. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            selection = device.memory().upload(IntStream.range(0, DECODED).toArray());
            augmentation = augmentation(device);
            rotation =
                device.rotation(
                    () ->
                        new Images(
                            device.uniform(1, images(STORED)), device.uniform(1, images(DECODED))));
            Images first = rotation.first();
            return OperationWork.of(
                "decode",
                first.stored,
                Workloads.DECODING,
                selection,
                NORMALIZATION,
                augmentation,
                first.decoded);
          });
    }
  }

  /** 1,280 random images of 60,000: normalised and augmented. */
  @Benchmark
  public void gather(OpenDevice device, RealImages real) {
    RealImages.Batch batch = real.rotation.next();
    device.get().gather(real.pixels, NORMALIZATION, batch.indices, real.augmentation, batch.dst);
    device.get().synchronize();
  }

  /** 400 images of 100 stored ones: enlarged, normalised and augmented. */
  @Benchmark
  public void decode(OpenDevice device, SyntheticImages synthetic) {
    SyntheticImages.Images images = synthetic.rotation.next();
    device
        .get()
        .decode(
            images.stored,
            Workloads.DECODING,
            synthetic.selection,
            NORMALIZATION,
            synthetic.augmentation,
            images.decoded);
    device.get().synchronize();
  }

  /** From gradients of 400 decoded images to those of 100 stored ones. */
  @Benchmark
  public void decodeBackward(OpenDevice device, SyntheticImages synthetic) {
    SyntheticImages.Images images = synthetic.rotation.next();
    device
        .get()
        .decodeBackward(
            images.decoded,
            Workloads.DECODING,
            synthetic.selection,
            NORMALIZATION,
            synthetic.augmentation,
            images.stored);
    device.get().synchronize();
  }
}
