package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.randn;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.PeerTrial;
import org.echodc.benchmarks.peers.network.TorchNetwork;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.condense.Objective;
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

/** The work of {@link org.echodc.benchmarks.IterationBenchmark} on PyTorch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = Torch.UNLIMITED_MEMORY)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class TorchIterationBenchmark {
  private static final long REAL_IMAGES_PER_CLASS = 6000;
  private static final long MOST_REAL_BYTES_PER_CLASS = 1 << 28; // large images are fewer

  /** Name of the network, as {@code echodc networks} lists it. */
  @Param(Networks.CONVNET)
  public String network;

  /** Channels of a ConvNet; others have their own. */
  @Param("128")
  public int width;

  /** Side, side and channels of the images. */
  @Param(ImageSize.DEFAULT)
  public String image;

  /** How the discrepancy is computed. */
  @Param("PUBLISHED")
  public TorchMmd form;

  /** How classes take part: one after the other as published, or all in one batch. */
  @Param("EACH")
  public TorchBatching classes;

  private TorchCondensation condensation;

  /** Draws images and a network. */
  @Setup
  public void create(OpenTorch open) {
    Workloads workloads = Workloads.of(network, width, image);
    TorchNetwork drawn = open.network(workloads);
    long[] one = OpenTorch.extents(workloads.image(), 1);
    long imageBytes = Float.BYTES * workloads.image().elements();
    long perClass = Math.min(REAL_IMAGES_PER_CLASS, MOST_REAL_BYTES_PER_CLASS / imageBytes);
    int batches = classes == TorchBatching.BATCHED ? Workloads.CLASSES : 1;
    open.trial()
        .require(
            Workloads.CLASSES * perClass * imageBytes
                + (long) batches * Workloads.DECODING.decodedPerClass() * drawn.activationBytes());
    int ipc = Workloads.DECODING.ipc();
    List<Tensor> real =
        IntStream.range(0, Workloads.CLASSES)
            .mapToObj(label -> randn(perClass, one[1], one[2], one[3]))
            .toList();
    condensation =
        new TorchCondensation(
            new TorchCondensation.Settings(
                Workloads.DECODING, Workloads.REAL_PER_CLASS, Workloads.MEAN, Workloads.DEVIATION),
            drawn,
            form,
            new Sgd(Objective.ECHO.defaultLearningRate(ipc), 0.5f, 0, Optional.empty()),
            real,
            rand(OpenTorch.extents(workloads.image(), Workloads.CLASSES * ipc)));
    WorkMeter.declare(PeerTrial.of(workloads::iteration));
  }

  /** One iteration; the published program computes its loss in each. */
  @Benchmark
  public void iteration() {
    condensation.step(classes);
  }
}
