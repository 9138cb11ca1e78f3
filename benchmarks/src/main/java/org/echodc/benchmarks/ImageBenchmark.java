package org.echodc.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Work;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
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
    device.get().run(new DrawAugmentation(key, POLICY, Workloads.IMAGE.extent(0), table));
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

    private Rotation<Gather> rotation;

    /** Uploads random images. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            Random random = new Random(SEED);
            byte[] bytes = new byte[Math.toIntExact(images(DATA_SET).elements())];
            random.nextBytes(bytes);
            Tensor pixels = device.memory().upload(bytes, images(DATA_SET));
            Augmentation augmentation = augmentation(device);
            rotation =
                device.rotation(
                    () ->
                        new Gather(
                            pixels,
                            NORMALIZATION,
                            device.memory().upload(random.ints(COUNT, 0, DATA_SET).toArray()),
                            augmentation,
                            device.memory().floats(images(COUNT))));
            return Work.of(rotation.first());
          });
    }
  }

  /** Synthetic images, and where they are decoded to. */
  @State(Scope.Benchmark)
  public static class SyntheticImages {
    private static final int STORED = Workloads.CLASSES * Workloads.DECODING.ipc();
    private static final int DECODED = Workloads.CLASSES * Workloads.DECODING.decodedPerClass();

    private Rotation<Passes> rotation;

    /** Forward and back between the same stored and decoded images. */
    private record Passes(Decode forward, Decode.Backward backward) {}

    /** Fills both with random numbers. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            Tensor selection = device.memory().upload(IntStream.range(0, DECODED).toArray());
            Augmentation augmentation = augmentation(device);
            rotation = device.rotation(() -> passes(device, selection, augmentation));
            return Work.of(rotation.first().forward);
          });
    }

    private static Passes passes(OpenDevice device, Tensor selection, Augmentation augmentation) {
      Tensor stored = device.uniform(1, images(STORED));
      Tensor decoded = device.uniform(1, images(DECODED));
      return new Passes(
          new Decode(stored, Workloads.DECODING, selection, NORMALIZATION, augmentation, decoded),
          new Decode.Backward(
              decoded, Workloads.DECODING, selection, NORMALIZATION, augmentation, stored));
    }
  }

  /** 1,280 random images of 60,000: normalised and augmented. */
  @Benchmark
  public void gather(OpenDevice device, RealImages real) {
    device.run(real.rotation.next());
  }

  /** 400 images of 100 stored ones: enlarged, normalised and augmented. */
  @Benchmark
  public void decode(OpenDevice device, SyntheticImages synthetic) {
    device.run(synthetic.rotation.next().forward);
  }

  /** From gradients of 400 decoded images to those of 100 stored ones. */
  @Benchmark
  public void decodeBackward(OpenDevice device, SyntheticImages synthetic) {
    device.run(synthetic.rotation.next().backward);
  }
}
