package org.echodc.benchmarks.work;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.echodc.cli.recipe.Suggestion;
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
import org.echodc.network.zoo.Networks;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * What users of the engine wait for, at the sizes of the paper's Fashion-MNIST experiment with 10
 * images a class: one iteration of condensation, one epoch of evaluation, one pass over the test
 * set. The data set is random numbers.
 *
 * @param architecture of the network
 * @param image [height, width, channels] of the images
 */
public record Workloads(Architecture architecture, Shape image) {
  /** Classes of the data set. */
  public static final int CLASSES = 10;

  /** Real images of a class and iteration, N. */
  public static final int REAL_PER_CLASS = 128;

  /** Stored images of a class and their factor: 40 decoded ones, M. */
  public static final Decoding DECODING = new Decoding(10, 2);

  /** Test images. */
  public static final int TEST_IMAGES = 10_000;

  /** Images of Fashion-MNIST, which a ConvNet without more reads. */
  public static final Shape IMAGE = Shape.of(28, 28, 1);

  /** Mean of the pixels, of every channel: Fashion-MNIST's. */
  public static final float MEAN = 0.2861f;

  /** Standard deviation of the pixels, of every channel. */
  public static final float DEVIATION = 0.3530f;

  private static final int TRAIN_IMAGES = 60_000;
  private static final long MOST_TRAIN_BYTES = 1L << 30; // large images are fewer, as in ImageNet
  private static final int BATCH = 64;
  private static final long SEED = 20231224;

  /** Those of the ConvNet of a width, with images of Fashion-MNIST. */
  public static Workloads convNet(int width) {
    return of(Networks.CONVNET, width, ImageSize.DEFAULT);
  }

  /**
   * Those of a network.
   *
   * @param network one of those that {@code echodc networks} lists, or a variant of a ConvNet
   * @param width channels of a ConvNet, whose depth is the usual one
   * @param image as {@link ImageSize} reads it
   * @throws IllegalArgumentException if the image is none
   */
  public static Workloads of(String network, int width, String image) {
    Shape read = ImageSize.of(image, network);
    int depth = Architecture.usualDepth(read);
    return new Workloads(Architecture.convNet(width, depth).withName(network), read);
  }

  /**
   * Requires the name of a network.
   *
   * @throws IllegalArgumentException if there is none of that name; guesses what was meant
   */
  public static void requireNetwork(String name) {
    if (!Networks.has(name)) {
      throw new IllegalArgumentException(
          Text.format(
              "must be the name of a network, not '%s'; %s",
              name, Suggestion.among(Networks.names(), name)));
    }
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException if there is none of that name, or the images are too small for
   *     it
   */
  public Network network() {
    return architecture.of(image, CLASSES);
  }

  /**
   * One iteration without its loss, which is computed only now and then: 10 classes x (128 real +
   * 40 synthetic) images through the network.
   *
   * @param memory of the device that computes
   */
  public Runnable iteration(TensorScope memory) {
    int unused = 1; // numbers of iterations, which only org.echodc.condense.Condensation reads
    CondensationConfig config = condensation(unused, unused);
    Condenser condenser = new Condenser(memory, dataset(trainImages()), config);
    return () -> condenser.step(false);
  }

  private int trainImages() {
    long fitting = MOST_TRAIN_BYTES / image.elements();
    return Math.toIntExact(Math.min(TRAIN_IMAGES, fitting - fitting % CLASSES));
  }

  /**
   * One epoch on the 400 decoded images in batches of 64: augmentation, CutMix, forward, backward,
   * SGD.
   */
  public Runnable epoch(TensorScope memory) {
    SyntheticSet images =
        new SyntheticSet(
            image,
            CLASSES,
            DECODING,
            randomPixels(CLASSES * DECODING.ipc() * Math.toIntExact(image.elements())));
    Trainer trainer =
        new Trainer(
            memory, network(), normalization(), evaluation(), TrainingImages.of(memory, images));
    trainer.start(SEED);
    return () -> trainer.epoch(SEED, evaluation().training().learningRate());
  }

  /** The accuracy on 10,000 test images. */
  public Runnable testSet(TensorScope memory) {
    Network network = network();
    TestSet test = new TestSet(memory, network, normalization(), randomImages(TEST_IMAGES));
    Parameters parameters = new Parameters(network, memory);
    RandomKey key = RandomKey.everyStep(SEED, RandomPurpose.NETWORK_WEIGHTS, memory.counter());
    memory.device().run(parameters.initialize(key));
    return () -> test.accuracy(parameters);
  }

  private Normalization normalization() {
    int channels = image.extent(2);
    return new Normalization(
        Collections.nCopies(channels, MEAN), Collections.nCopies(channels, DEVIATION));
  }

  /** A data set of random numbers. */
  public ImageDataset dataset(int trainImages) {
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    return new ImageDataset(
        "random", names, normalization(), false, randomImages(trainImages), randomImages(CLASSES));
  }

  private ImageSet randomImages(int count) {
    byte[] pixels = new byte[Math.toIntExact(count * image.elements())];
    new Random(SEED).nextBytes(pixels);
    int[] labels = IntStream.range(0, count).map(label -> label % CLASSES).toArray();
    return ImageSet.sortedByClass(image, pixels, labels, CLASSES);
  }

  private static float[] randomPixels(int count) {
    Random random = new Random(SEED);
    float[] pixels = new float[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  public CondensationConfig condensation(int iterations, int lossPeriod) {
    return new CondensationConfig(
        new CondensationConfig.Matching(
            Mmd.fused(Mmd.Kernel.GAUSSIAN),
            REAL_PER_CLASS,
            DECODING.decodedPerClass(),
            AugmentationPolicy.parse("color_crop_cutout")),
        new CondensationConfig.SyntheticImages(DECODING, Initialization.NOISE),
        new CondensationConfig.RandomNetworks(architecture, 5),
        new CondensationConfig.PixelOptimizer(
            Objective.ECHO.defaultLearningRate(DECODING.ipc()), 0.5f),
        iterations,
        lossPeriod,
        SEED);
  }

  public EvaluationConfig evaluation() {
    int unused = 1; // numbers of epochs and repeats, which only the Evaluator reads
    return new EvaluationConfig(
        architecture,
        new EvaluationConfig.Training(unused, BATCH, 0.01f, 0.9f, 5e-4f),
        AugmentationPolicy.parse("color_crop_cutout_flip_scale_rotate"),
        0.5f,
        unused,
        SEED);
  }
}
