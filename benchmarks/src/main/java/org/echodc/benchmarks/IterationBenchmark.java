package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.network.zoo.Networks;
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

/** One iteration of condensation at the paper's sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class IterationBenchmark {

  /** Name of the network, as {@code echodc networks} lists it. */
  @Param(Networks.CONVNET)
  public String network;

  /** Channels of a ConvNet; others have their own. */
  @Param("128")
  public int width;

  /** Side, side and channels of the images. */
  @Param(ImageSize.DEFAULT)
  public String image;

  private Runnable iteration;

  /** Uploads a random data set and allocates everything. */
  @Setup
  public void create(OpenDevice device) {
    device.prepare(
        () -> {
          Workloads workloads = Workloads.of(network, width, image);
          iteration = workloads.iteration(device.memory());
          return WorkCounter.of(workloads::iteration);
        });
  }

  /** {@link Workloads#iteration}. */
  @Benchmark
  public void iteration(OpenDevice device) {
    iteration.run();
    device.get().synchronize();
  }
}
