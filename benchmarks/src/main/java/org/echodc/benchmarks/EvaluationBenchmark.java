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
    /** Name of the network, as {@code echodc networks} lists it. */
    @Param(Networks.CONVNET)
    public String network;

    /** Channels of a ConvNet; others have their own. */
    @Param("128")
    public int width;

    /** Side, side and channels of the images. */
    @Param(ImageSize.DEFAULT)
    public String image;

    private Runnable epoch;

    /** Decodes random images and draws a network. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            Workloads workloads = Workloads.of(network, width, image);
            epoch = workloads.epoch(device.memory());
            return WorkCounter.of(workloads::epoch);
          });
    }
  }

  /** A network under test. */
  @State(Scope.Benchmark)
  public static class Test {
    /** Name of the network, as {@code echodc networks} lists it. */
    @Param(Networks.CONVNET)
    public String network;

    /** Channels of a ConvNet; others have their own. */
    @Param("128")
    public int width;

    /** Side, side and channels of the images. */
    @Param(ImageSize.DEFAULT)
    public String image;

    private Runnable pass;

    /** Uploads random test images and draws a network. */
    @Setup
    public void create(OpenDevice device) {
      device.prepare(
          () -> {
            Workloads workloads = Workloads.of(network, width, image);
            pass = workloads.testSet(device.memory());
            return WorkCounter.of(workloads::testSet);
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
