package org.echodc.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.randn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.benchmarks.PeerTrial;
import org.echodc.condense.Objective;
import org.echodc.operation.training.Sgd;
import org.echodc.network.zoo.ConvNet;
import java.util.concurrent.TimeUnit;
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
  private static final int REAL_IMAGES_PER_CLASS = 6000;

  /** Channels of the network. */
  @Param("128")
  public int width;

  /** How the discrepancy is computed. */
  @Param("PUBLISHED")
  public TorchMmd form;

  private TorchCondensation condensation;

  /** Draws images and a network. */
  @Setup
  public void create(OpenTorch open) {
    Workloads workloads = Workloads.convNet(width);
    ConvNet spec =
        new ConvNet(
            workloads.image(), Workloads.CLASSES, width, workloads.architecture().depth());
    int side = spec.image().extent(0);
    int ipc = Workloads.DECODING.ipc();
    List<Tensor> real =
        IntStream.range(0, Workloads.CLASSES)
            .mapToObj(label -> randn(REAL_IMAGES_PER_CLASS, 1, side, side))
            .toList();
    condensation =
        new TorchCondensation(
            new TorchCondensation.Settings(
                Workloads.DECODING, Workloads.REAL_PER_CLASS, 0.2861, 0.3530),
            TorchConvNet.random(spec, open.mode()),
            form,
            new Sgd(Objective.ECHO.defaultLearningRate(ipc), 0.5f, 0, Optional.empty()),
            real,
            rand(Workloads.CLASSES * ipc, 1, side, side));
    WorkMeter.declare(PeerTrial.of(workloads::iteration));
  }

  /** One iteration; the published program computes its loss in each. */
  @Benchmark
  public void iteration() {
    condensation.step();
  }
}
