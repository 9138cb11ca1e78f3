package org.echodc.benchmarks;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.check.MmdCheck;
import org.echodc.benchmarks.work.MmdSize;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Work;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;
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

/**
 * Fused against unfused maximum mean discrepancy, Gaussian kernel. Before timing, a result is held
 * to sums in double precision.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class MmdBenchmark {

  /** Classes x synthetic images x real images x features, the images of each class. */
  @Param({"10x40x128x2048", "10x200x256x2048", "1x1000x5000x2048", "1x10000x50000x512"})
  public String size;

  /** How it is computed. */
  @Param public Mmd.Implementation implementation;

  private Rotation<MmdGradient> rotation;

  /** Fills the features and checks the first result. */
  @Setup
  public void create(OpenDevice device, BenchmarkParams trial) {
    MmdSize given = MmdSize.parse(size);
    boolean withLoss = trial.getBenchmark().endsWith("Loss");
    device.require(given.leastBytes(implementation));
    device.prepare(
        () -> {
          rotation = device.rotation(() -> operation(device, given, withLoss));
          MmdGradient first = rotation.first();
          device.get().run(first);
          new MmdCheck(device, first).require();
          return Work.of(first);
        });
  }

  private MmdGradient operation(OpenDevice device, MmdSize given, boolean withLoss) {
    Tensor synthetic = device.uniform(1, given.classes(), given.synthetic(), given.features());
    return new MmdGradient(
        new Mmd(Mmd.Kernel.GAUSSIAN, implementation),
        synthetic,
        device.uniform(1, given.classes(), given.real(), given.features()),
        device.memory().floats(synthetic.shape()),
        withLoss ? Optional.of(device.memory().floats(given.classes())) : Optional.empty());
  }

  /** What every iteration needs. */
  @Benchmark
  public void gradient(OpenDevice device) {
    device.run(rotation.next());
  }

  /** What an iteration needs that also reports its loss. */
  @Benchmark
  public void gradientAndLoss(OpenDevice device) {
    device.run(rotation.next());
  }
}
