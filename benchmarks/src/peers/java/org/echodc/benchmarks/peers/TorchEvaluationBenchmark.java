package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.randn;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.PeerTrial;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.network.zoo.Networks;
import org.echodc.operation.training.Sgd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The work of {@link org.echodc.benchmarks.EvaluationBenchmark} on PyTorch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = Torch.UNLIMITED_MEMORY)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class TorchEvaluationBenchmark {
  private static final int TRAINING_BATCH = 64;
  private static final int TEST_BATCH = 256;

  /** Name of the network, as {@code echodc networks} lists it. */
  @Param(Networks.CONVNET)
  public String network;

  /** Channels of a ConvNet; others have their own. */
  @Param("128")
  public int width;

  /** Side, side and channels of the images. */
  @Param(ImageSize.DEFAULT)
  public String image;

  private TorchTraining training;
  private Tensor images;
  private Tensor labels;

  /** Draws normalised images and a network. */
  @Setup
  public void create(OpenTorch open, BenchmarkParams benchmark) {
    boolean test = benchmark.getBenchmark().endsWith("testSet");
    int decoded = Workloads.CLASSES * Workloads.DECODING.decodedPerClass();
    int count = test ? Workloads.TEST_IMAGES : decoded;
    Workloads workloads = Workloads.of(network, width, image);
    TorchNetwork drawn = open.network(workloads);
    long imageBytes = Float.BYTES * workloads.image().elements();
    open.trial()
        .require(count * imageBytes + (test ? 0 : TRAINING_BATCH * drawn.activationBytes()));
    images = randn(OpenTorch.extents(workloads.image(), count));
    labels =
        Torch.longs(LongStream.range(0, count).map(label -> label % Workloads.CLASSES).toArray());
    training = new TorchTraining(drawn, new Sgd(0.01f, 0.9f, 5e-4f, Optional.empty()));
    WorkMeter.declare(PeerTrial.of(test ? workloads::testSet : workloads::epoch));
  }

  /** One epoch on the decoded images. */
  @Benchmark
  public float epoch() {
    return training.epoch(images, labels, TRAINING_BATCH);
  }

  /** The number of test images that are classified correctly. */
  @Benchmark
  public long testSet() {
    return training.countCorrect(images, labels, TEST_BATCH);
  }
}
