package org.echodc.benchmarks;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Condenser;
import org.echodc.condense.Initialization;
import org.echodc.condense.Objective;
import org.echodc.data.DatasetCatalog;
import org.echodc.data.ImageDataset;
import org.echodc.device.Devices;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.Linear;
import org.echodc.device.operation.Mmd;
import org.echodc.network.ConvNetSpec;
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
 * One iteration of condensation at the paper's sizes, and beside it a large matrix product: the
 * rate to compare the iteration's with. {@link Main} prints the two rates and their ratio.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class IterationBenchmark {
  static final String ITERATION = IterationBenchmark.class.getName() + ".iteration";
  static final String MATRIX_PRODUCT = IterationBenchmark.class.getName() + ".matrixProduct";

  private static final int CLASSES = 10;
  private static final int REAL_PER_CLASS = 128;
  private static final Decoding DECODING = new Decoding(10, 2);
  private static final Shape IMAGE = Shape.of(28, 28, 1);
  private static final int WIDTH = 128;
  private static final int DEPTH = 3;
  private static final int MATRIX_SIDE = 2048;

  /** A large block for every thread; see native/cpu/linear.cpp. */
  private static final int MATRIX_ROWS = 1024 * Devices.defaultThreads();

  /** A condensation of Fashion-MNIST: 10 classes, 128 real and 40 synthetic images of each. */
  @State(Scope.Benchmark)
  public static class Condensation {
    private Condenser condenser;

    /** Reads the data set and allocates everything. */
    @Setup
    public void create(OpenDevice device) {
      ImageDataset dataset = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
      if (dataset.classes() != CLASSES || !dataset.image().equals(IMAGE)) {
        throw new IllegalStateException(
            "the work is computed for another data set than " + dataset.name());
      }
      condenser = new Condenser(device.memory(), dataset, config());
    }

    private static CondensationConfig config() {
      int unused = 1; // numbers of iterations, which only org.echodc.condense.Condensation reads
      return new CondensationConfig(
          Objective.ECHO,
          Mmd.fused(Mmd.Kernel.GAUSSIAN),
          DECODING,
          Initialization.MIX,
          unused,
          REAL_PER_CLASS,
          DECODING.decodedPerClass(),
          5,
          Objective.ECHO.defaultLearningRate(DECODING.ipc()),
          0.5f,
          WIDTH,
          DEPTH,
          AugmentationPolicy.parse("color_crop_cutout"),
          unused,
          0);
    }
  }

  /** Two large matrices; as a device sees it, a linear layer with a large batch. */
  @State(Scope.Benchmark)
  public static class Matrices {
    private Tensor left;
    private Tensor product;
    private Linear right;

    /** Fills the matrices. */
    @Setup
    public void create(OpenDevice device) {
      left = device.normal(1, MATRIX_ROWS, MATRIX_SIDE);
      right = new Linear(device.normal(1, MATRIX_SIDE, MATRIX_SIDE), device.normal(1, MATRIX_SIDE));
      product = device.memory().floats(MATRIX_ROWS, MATRIX_SIDE);
    }
  }

  /** One iteration without its loss, which is computed only now and then. */
  @Benchmark
  public void iteration(OpenDevice device, Condensation condensation) {
    condensation.condenser.step(false);
    device.get().synchronize();
  }

  /** One matrix product. */
  @Benchmark
  public void matrixProduct(OpenDevice device, Matrices matrices) {
    device.get().linearForward(matrices.right, matrices.left, matrices.product);
    device.get().synchronize();
  }

  /**
   * Floating-point operations of the convolutions of an iteration: forward for all images, and back
   * to the image for the synthetic ones. The rest is below 1 %, and not counted.
   */
  static long iterationFlops() {
    ConvNetSpec network = new ConvNetSpec(IMAGE, CLASSES, WIDTH, DEPTH);
    long classifier = 2L * network.features() * CLASSES; // does not run in condensation
    long forward = network.forwardFlops() - classifier;
    long synthetic = DECODING.decodedPerClass();
    return CLASSES * (REAL_PER_CLASS + synthetic + synthetic) * forward;
  }

  /** Floating-point operations of a matrix product. */
  static long matrixProductFlops() {
    return 2L * MATRIX_ROWS * MATRIX_SIDE * MATRIX_SIDE;
  }
}
