package org.echodc.benchmarks.work;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Condenser;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.device.memory.TensorScope;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.TestSet;
import org.echodc.evaluate.Trainer;
import org.echodc.evaluate.TrainingImages;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.network.zoo.Architecture;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;

/**
 * What users of the engine wait for, at the sizes of the paper's Fashion-MNIST experiment with 10
 * images a class: one iteration of condensation, one epoch of evaluation, one pass over the test
 * set. The data set is random numbers.
 */
public final class Workloads {
  /** Classes of the data set. */
  public static final int CLASSES = 10;

  /** Real images of a class and iteration, N. */
  public static final int REAL_PER_CLASS = 128;

  /** Stored images of a class and their factor: 40 decoded ones, M. */
  public static final Decoding DECODING = new Decoding(10, 2);

  /** Test images. */
  public static final int TEST_IMAGES = 10_000;

  public static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final Normalization NORMALIZATION = Normalization.gray(0.2861f, 0.3530f);
  private static final int TRAIN_IMAGES = 60_000;
  private static final int DEPTH = 3;
  private static final int BATCH = 64;
  private static final long SEED = 20231224;

  private Workloads() {}

  /**
   * One iteration without its loss, which is computed only now and then: 10 classes x (128 real +
   * 40 synthetic) images of 28x28 through a ConvNet-3.
   *
   * @param memory of the device that computes
   * @param width channels of the network
   */
  public static Runnable iteration(TensorScope memory, int width) {
    int unused = 1; // numbers of iterations, which only org.echodc.condense.Condensation reads
    CondensationConfig config = condensation(width, unused, unused);
    Condenser condenser = new Condenser(memory, dataset(TRAIN_IMAGES), config);
    return () -> condenser.step(false);
  }

  /**
   * One epoch on the 400 decoded images in batches of 64: augmentation, CutMix, forward, backward,
   * SGD.
   */
  public static Runnable epoch(TensorScope memory, int width) {
    SyntheticSet images =
        new SyntheticSet(
            IMAGE,
            CLASSES,
            DECODING,
            randomPixels(CLASSES * DECODING.ipc() * Math.toIntExact(IMAGE.elements())));
    Trainer trainer =
        new Trainer(
            memory,
            network(width).network(),
            NORMALIZATION,
            evaluation(width),
            TrainingImages.of(memory, images));
    trainer.start(SEED);
    return () -> trainer.epoch(SEED, evaluation(width).training().learningRate());
  }

  /** The accuracy on 10,000 test images. */
  public static Runnable testSet(TensorScope memory, int width) {
    Network network = network(width).network();
    TestSet test = new TestSet(memory, network, NORMALIZATION, randomImages(TEST_IMAGES));
    Parameters parameters = new Parameters(network, memory);
    RandomKey key = RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, memory.counter());
    memory.device().run(parameters.initialize(key));
    return () -> test.accuracy(parameters);
  }

  /** The ConvNet-3 of a width. */
  public static ConvNet network(int width) {
    return new ConvNet(IMAGE, CLASSES, width, DEPTH);
  }

  /** A data set of random numbers. */
  public static ImageDataset dataset(int trainImages) {
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    return new ImageDataset(
        "random", names, NORMALIZATION, false, randomImages(trainImages), randomImages(CLASSES));
  }

  private static ImageSet randomImages(int count) {
    byte[] pixels = new byte[Math.toIntExact(count * IMAGE.elements())];
    new Random(SEED).nextBytes(pixels);
    int[] labels = IntStream.range(0, count).map(image -> image % CLASSES).toArray();
    return ImageSet.sortedByClass(IMAGE, pixels, labels, CLASSES);
  }

  private static float[] randomPixels(int count) {
    Random random = new Random(SEED);
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  public static CondensationConfig condensation(int width, int iterations, int lossPeriod) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            REAL_PER_CLASS,
            DECODING.decodedPerClass(),
            AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(DECODING, Initialization.NOISE),
        new CondensationConfig.RandomNetworks(Architecture.convNet(width, DEPTH), 5),
        new CondensationConfig.PixelOptimizer(
            Objective.ECHO.defaultLearningRate(DECODING.ipc()), 0.5f),
        iterations,
        lossPeriod,
        SEED);
  }

  public static EvaluationConfig evaluation(int width) {
    int unused = 1; // numbers of epochs and repeats, which only the Evaluator reads
    return new EvaluationConfig(
        Architecture.convNet(width, DEPTH),
        new EvaluationConfig.Training(unused, BATCH, 0.01f, 0.9f, 5e-4f),
        AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
        0.5f,
        unused,
        SEED);
  }
}
