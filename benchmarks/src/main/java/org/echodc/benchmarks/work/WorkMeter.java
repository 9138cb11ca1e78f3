package org.echodc.benchmarks.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.echodc.benchmarks.BenchMain;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler that turns times into rates and reads memory, so that both appear in JMH's own
 * tables and files: {@code gflops} (GFLOP/s) and {@code gbs} (GB/s) of the declared work, {@code
 * deviceMiB} (most device memory that tensors and workspaces held) and {@code rssMiB} (most memory
 * of the process that was resident during an iteration). {@link BenchMain} adds it; {@code -prof
 * org.echodc.benchmarks.work.WorkMeter} does elsewhere.
 *
 * <p>It runs in the process that measures, and so do the benchmarks' {@code @Setup} methods, which
 * declare what it has to know.
 */
public final class WorkMeter implements InternalProfiler {
  public static final String GFLOPS = "gflops";
  public static final String GBS = "gbs";
  public static final String DEVICE_MEMORY = "deviceMiB";
  public static final String RESIDENT_MEMORY = "rssMiB";

  private static final double MIB = 1 << 20;

  private static Work declared = Work.NONE;
  private static LongSupplier deviceBytes = () -> 0;

  /** Declares the work of one invocation; to be called from a {@code @Setup} method. */
  public static void declare(Work work) {
    declared = work;
  }

  /** Names where to read the device memory in use; 0 stands for unknown. */
  public static void watch(LongSupplier bytes) {
    deviceBytes = bytes;
  }

  /** Forgets what the last benchmark declared; for benchmarks that share a process. */
  public static void forget() {
    declared = Work.NONE;
    deviceBytes = () -> 0;
  }

  @Override
  public String getDescription() {
    return "GFLOP/s, GB/s and peak memory of the declared work";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    ResidentMemory.resetPeak();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (result.getRawPrimaryResults().isEmpty()) {
      return List.of(); // the benchmark failed
    }
    double seconds =
        Seconds.perInvocation(
            benchmark.getMode(), benchmark.getTimeUnit(), result.getPrimaryResult().getScore());
    List<Result<?>> results = new ArrayList<>();
    add(results, GFLOPS, declared.flops() * 1e-9 / seconds, "GFLOP/s", AggregationPolicy.AVG);
    add(results, GBS, declared.bytes() * 1e-9 / seconds, "GB/s", AggregationPolicy.AVG);
    add(results, DEVICE_MEMORY, deviceBytes.getAsLong() / MIB, "MiB", AggregationPolicy.MAX);
    OptionalDouble resident = ResidentMemory.peakBytes();
    add(results, RESIDENT_MEMORY, resident.orElse(0) / MIB, "MiB", AggregationPolicy.MAX);
    return results;
  }

  private static void add(
      List<Result<?>> results, String name, double value, String unit, AggregationPolicy policy) {
    if (value > 0) {
      results.add(new ScalarResult(name, value, unit, policy));
    }
  }
}
