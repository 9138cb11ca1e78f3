package org.echodc.benchmarks;

import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.Workloads;
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

/** What evaluating a condensed set consists of: epochs of training, and tests. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class EvaluationBenchmark {

  /** A network in training. */
  @State(Scope.Benchmark)
  public static class Training {
    /** Channels of the network. */
    @Param("128")
    public int width;

    private Runnable epoch;

    /** Decodes random images and draws a network. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            epoch = Workloads.epoch(device.memory(), width);
            return WorkCounter.of(memory -> Workloads.epoch(memory, width));
          });
    }
  }

  /** A network under test. */
  @State(Scope.Benchmark)
  public static class Test {
    /** Channels of the network. */
    @Param("128")
    public int width;

    private Runnable pass;

    /** Uploads random test images and draws a network. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            pass = Workloads.testSet(device.memory(), width);
            return WorkCounter.of(memory -> Workloads.testSet(memory, width));
          });
    }
  }

  /** {@link Workloads#epoch}; ends with reading the loss. */
  @Benchmark
  public void epoch(OpenDevice device, Training training) {
    training.epoch.run();
  }

  /** {@link Workloads#testSet}; ends with reading the count of correct answers. */
  @Benchmark
  public void testSet(OpenDevice device, Test test) {
    test.pass.run();
  }
}
