package org.echodc.benchmarks;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.echodc.device.Device;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
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

  private Mmd mmd;
  private Rotation<Buffers> rotation;

  /** Features, and where the results go. */
  record Buffers(Tensor synthetic, Tensor real, Tensor gradient, Tensor loss) {}

  /** Fills the features and checks the first result. */
  @Setup
  public void create(OpenDevice device, BenchmarkParams trial) {
    MmdSize given = MmdSize.parse(size);
    boolean withLoss = trial.getBenchmark().endsWith("Loss");
    mmd = new Mmd(Mmd.Kernel.GAUSSIAN, implementation);
    device.require(given.leastBytes(implementation));
    device.prepare(
        () -> {
          rotation = device.rotation(() -> allocate(device, given));
          Buffers first = rotation.first();
          if (withLoss) {
            mmd(device.get(), first);
          } else {
            mmdGradient(device.get(), first);
          }
          new MmdCheck(device, given, first).require(withLoss);
          return withLoss ? given.work() : given.gradientWork();
        });
  }

  private static Buffers allocate(OpenDevice device, MmdSize given) {
    Tensor synthetic = device.uniform(1, given.classes(), given.synthetic(), given.features());
    return new Buffers(
        synthetic,
        device.uniform(1, given.classes(), given.real(), given.features()),
        device.memory().floats(synthetic.shape()),
        device.memory().floats(given.classes()));
  }

  private void mmdGradient(Device device, Buffers buffers) {
    device.run(
        new MmdGradient(mmd, buffers.synthetic, buffers.real, buffers.gradient, Optional.empty()));
    device.synchronize();
  }

  private void mmd(Device device, Buffers buffers) {
    device.run(
        new MmdGradient(
            mmd, buffers.synthetic, buffers.real, buffers.gradient, Optional.of(buffers.loss)));
    device.synchronize();
  }

  /** What every iteration needs. */
  @Benchmark
  public void gradient(OpenDevice device) {
    mmdGradient(device.get(), rotation.next());
  }

  /** What an iteration needs that also reports its loss. */
  @Benchmark
  public void gradientAndLoss(OpenDevice device) {
    mmd(device.get(), rotation.next());
  }
}
