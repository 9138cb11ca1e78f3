package org.echodc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.benchmarks.report.HtmlReport;
import org.echodc.benchmarks.results.Machine;
import org.echodc.benchmarks.results.MeasurementTable;
import org.echodc.benchmarks.results.Results;
import org.echodc.benchmarks.work.Breakdown;
import org.echodc.benchmarks.work.ImageSize;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.benchmarks.work.Workloads;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.network.zoo.Networks;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * JMH's command line with ECHO's devices, rates and table. Exit code 0 if every benchmark has a
 * result or a good reason to have none, 2 for wrong usage, before anything runs, else 1.
 */
public final class BenchMain {
  private static final String DEVICE = "device";
  private static final String PRECISION = "precision";
  private static final String WIDTH = "width";
  private static final double BREAKDOWN_SECONDS = 5;
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  private BenchMain() {}

  /** Takes JMH's options and those of {@link BenchOptions}. */
  public static void main(String[] args) {
    int exitCode = execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** What {@link #main} does; gives the exit code. */
  static int execute(String... args) {
    try {
      BenchOptions own = BenchOptions.parse(Arrays.asList(args));
      String[] rest = own.jmh().toArray(String[]::new);
      CommandLineOptions options = new CommandLineOptions(rest);
      if (onlyInforms(options)) {
        System.out.print(options.shouldHelp() ? BenchOptions.HELP + "\n" : "");
        org.openjdk.jmh.Main.main(rest);
      } else if (own.breakdown()) {
        new Selection(own.jmh(), options)
            .requireParameters(BenchParameters.of(List.of(IterationBenchmark.class)));
        breakDown(options);
      } else if (!own.reported().isEmpty()) {
        report(Results.read(own.reported()), own.report());
      } else {
        new Selection(own.jmh(), options).require(MachineRateBenchmark.class);
        own.requirePlaces();
        return run(options, own, String.join(" ", args)).hasFailures() ? FAILURE : 0;
      }
      return 0;
    } catch (CommandLineOptionException | IllegalArgumentException e) {
      return fail(e.getMessage(), USAGE);
    } catch (NoSuchFileException e) {
      return fail(e.getMessage() + " does not exist", FAILURE);
    } catch (RunnerException | DeviceException | IOException e) {
      return fail(e.getMessage(), FAILURE);
    }
  }

  private static boolean onlyInforms(CommandLineOptions options) {
    return options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats();
  }

  private static int fail(String message, int exitCode) {
    System.err.println("echodc bench: " + message);
    return exitCode;
  }

  private static Results run(CommandLineOptions options, BenchOptions own, String command)
      throws RunnerException, IOException {
    Path log = Files.createTempFile("echodc-bench-", ".json");
    try {
      Collection<RunResult> measured = new Runner(complete(options, log).build()).run();
      Results results =
          Results.of(Machine.current(command), Gathering.gather(TrialLog.read(log), measured));
      MeasurementTable.print(System.out, results);
      if (own.json().isPresent()) {
        results.write(own.json().get());
        System.out.println("results are in " + own.json().get());
      }
      report(List.of(results), own.report());
      return results;
    } finally {
      Files.delete(log);
    }
  }

  private static void report(List<Results> runs, Optional<Path> page) throws IOException {
    if (page.isPresent()) {
      HtmlReport.write(runs, page.get());
      System.out.println("a page is in " + page.get());
    }
  }

  /** What was asked for, and what every run has: the machine's rates, the meter, the log. */
  private static ChainedOptionsBuilder complete(CommandLineOptions options, Path log) {
    System.setProperty(TrialLog.PROPERTY, log.toString()); // for -f 0
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(WorkMeter.class)
            .jvmArgsAppend(forkArguments(options, log));
    if (!options.getIncludes().isEmpty()) {
      builder.include(MachineRateBenchmark.class.getName());
    }
    if (!options.getParameter(DEVICE).hasValue()) {
      builder.param(DEVICE, presentDevices().toArray(String[]::new));
    }
    return builder;
  }

  private static String[] forkArguments(CommandLineOptions options, Path log) {
    Stream<String> asked =
        options.getJvmArgsAppend().hasValue()
            ? options.getJvmArgsAppend().get().stream()
            : Stream.empty();
    return Stream.concat(asked, Stream.of("-D" + TrialLog.PROPERTY + "=" + log))
        .toArray(String[]::new);
  }

  /** Names of the devices that start. */
  private static List<String> presentDevices() {
    return Devices.names().stream().filter(name -> !name.equals("auto") && starts(name)).toList();
  }

  private static boolean starts(String name) {
    try (Device device = Devices.open(name, Devices.defaultThreads())) {
      return !device.info().name().isEmpty();
    } catch (DeviceException e) {
      return false;
    }
  }

  private static void breakDown(CommandLineOptions options) {
    String device = parameter(options, DEVICE, OpenDevice.CPU);
    Precision precision =
        OpenDevice.precision(device, parameter(options, PRECISION, OpenDevice.DEFAULT));
    Workloads workloads =
        Workloads.of(
            parameter(options, BenchParameters.NETWORK, Networks.CONVNET),
            Integer.parseInt(parameter(options, WIDTH, "128")),
            parameter(options, BenchParameters.IMAGE, ImageSize.DEFAULT));
    Breakdown.print(
        System.out,
        new DeviceRequest(device, Devices.defaultThreads(), false, precision),
        workloads,
        BREAKDOWN_SECONDS);
  }

  private static String parameter(CommandLineOptions options, String name, String otherwise) {
    return options.getParameter(name).hasValue()
        ? options.getParameter(name).get().iterator().next()
        : otherwise;
  }
}
