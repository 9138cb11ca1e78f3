package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.device.operation.Mmd;
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

/** Fused against unfused maximum mean discrepancy of ten classes, Gaussian kernel. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class MmdBenchmark {
  private static final int CLASSES = 10;

  /** Synthetic images x real images x features, of each class. */
  @Param({"40x128x2048", "200x256x2048"})
  public String size;

  /** How it is computed. */
  @Param public Mmd.Implementation implementation;

  private Mmd mmd;
  private Tensor synthetic;
  private Tensor real;
  private Tensor gradient;
  private Tensor loss;

  /** Fills the features. */
  @Setup
  public void create(OpenDevice device) {
    String[] extents = size.split("x");
    int features = Integer.parseInt(extents[2]);
    mmd = new Mmd(Mmd.Kernel.GAUSSIAN, implementation);
    synthetic = device.normal(1, CLASSES, Integer.parseInt(extents[0]), features);
    real = device.normal(1, CLASSES, Integer.parseInt(extents[1]), features);
    gradient = device.memory().floats(synthetic.shape());
    loss = device.memory().floats(CLASSES);
  }

  /** What every iteration needs. */
  @Benchmark
  public void gradient(OpenDevice device) {
    device.get().mmdGradient(mmd, synthetic, real, gradient);
    device.get().synchronize();
  }

  /** What an iteration needs that also reports its loss. */
  @Benchmark
  public void gradientAndLoss(OpenDevice device) {
    device.get().mmd(mmd, synthetic, real, gradient, loss);
    device.get().synchronize();
  }
}
