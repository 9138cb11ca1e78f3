package org.echodc.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.data.ImageDataset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs a condensation to be watched: time of an iteration, losses and metrics included,
 * with and without {@code --live}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class WatchingBenchmark {
  private static final int ITERATIONS = 10;
  private static final int LOSS_PERIOD = 10;
  private static final int TRAIN_IMAGES = 5_000;

  /** Who watches. */
  public enum Watched {
    /** Nobody: events go to {@code metrics.jsonl} alone. */
    NOBODY,
    /** {@code --live}, and no page is open. */
    SERVED,
    /** {@code --live}, and a page follows; what the browser itself costs is left out. */
    FOLLOWED
  }

  /** Who watches. */
  @Param public Watched watched;

  /** Channels of the network: those of the demonstration. */
  @Param("32")
  public int width;

  private CondensationConfig config;
  private ImageDataset dataset;
  private WatchedRun run;

  /** Makes a random data set, and begins to watch. */
  @Setup(Level.Trial)
  public void create(OpenDevice device) throws IOException {
    Workloads workloads = Workloads.convNet(width);
    config = workloads.condensation(ITERATIONS, LOSS_PERIOD);
    dataset = workloads.dataset(TRAIN_IMAGES);
    device.prepare(() -> WorkCounter.of(workloads::iteration));
    run = WatchedRun.begin(watched, dataset, config, workloads.evaluation(), device.get().info());
  }

  /** The watch ends with the trial: who follows asks for pictures every few seconds only. */
  @TearDown(Level.Trial)
  public void end() throws IOException {
    run.close();
  }

  /** A condensation of a few iterations, its beginning included. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public void iteration(OpenDevice device) {
    new Condensation(device.get(), dataset, config).run(run);
  }
}
