package org.echodc.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** JMH's command line, which after a run also tells how well the processor was used. */
public final class Main {

  private Main() {}

  /** Takes JMH's options. */
  public static void main(String[] args) throws IOException {
    try {
      CommandLineOptions options = new CommandLineOptions(args);
      if (onlyInforms(options)) {
        org.openjdk.jmh.Main.main(args);
      } else {
        Options strict = new OptionsBuilder().parent(options).shouldFailOnError(true).build();
        utilization(new Runner(strict).run()).ifPresent(System.out::println);
      }
    } catch (CommandLineOptionException e) {
      fail("echodc bench: " + e.getMessage());
    } catch (NoBenchmarksException e) {
      fail("echodc bench: no benchmark has such a name; -l lists them");
    } catch (RunnerException e) {
      fail("echodc bench: " + e.getMessage());
    }
  }

  private static boolean onlyInforms(CommandLineOptions options) {
    return options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats();
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }

  /** The iteration's rate and the matrix product's, as far as they were run. */
  static Optional<String> utilization(Collection<RunResult> results) {
    Optional<Double> iteration =
        gigaflopsPerSecond(
            results, IterationBenchmark.ITERATION, IterationBenchmark.iterationFlops());
    Optional<Double> product =
        gigaflopsPerSecond(
            results, IterationBenchmark.MATRIX_PRODUCT, IterationBenchmark.matrixProductFlops());
    return iteration.map(
        rate ->
            "%nOne iteration: %.1f GFLOP in convolutions, %.0f GFLOP/s%s"
                .formatted(
                    IterationBenchmark.iterationFlops() * 1e-9,
                    rate,
                    product
                        .map(
                            limit ->
                                ", %.0f %% of the matrix product's %.0f GFLOP/s"
                                    .formatted(100 * rate / limit, limit))
                        .orElse("")));
  }

  private static Optional<Double> gigaflopsPerSecond(
      Collection<RunResult> results, String benchmark, long flops) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().equals(benchmark))
        .map(result -> flops * 1e-9 / seconds(result))
        .findFirst();
  }

  /** Seconds of one operation, whatever the mode that was asked for. */
  private static double seconds(RunResult result) {
    double unitsPerSecond =
        (double) TimeUnit.SECONDS.toNanos(1) / result.getParams().getTimeUnit().toNanos(1);
    double score = result.getPrimaryResult().getScore();
    return result.getParams().getMode() == Mode.Throughput
        ? 1 / (score * unitsPerSecond)
        : score / unitsPerSecond;
  }
}
