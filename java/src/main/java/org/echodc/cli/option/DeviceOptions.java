package org.echodc.cli.option;

import java.util.List;
import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where to compute. */
public final class DeviceOptions implements RecipeOptions {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceOptions.class);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      defaultValue = "auto",
      description =
          "Device: auto, cuda, cudnn (the same through NVIDIA's libraries, to compare with), cpu."
              + " Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: one for each processor.")
  private Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "tf32",
      description =
          "Matrix products: tf32 (tensor cores), bf16 (the same with less precise factors, twice as"
              + " fast, half the memory; not on device cudnn), fp32. Device cpu multiplies in float32,"
              + " with bf16 in larger tiles and half the memory. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--simulate",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Run device cuda or cudnn on the CPU, under a simulated driver: for tests of the kernels,"
              + " thousands of times slower than a GPU.")
  private boolean simulate;

  /** What a shell proposes for {@code --device}. */
  private static final class Names extends Candidates {
    Names() {
      super(Devices.names());
    }
  }

  /** Whether an option says where to compute, which may change while a run pauses. */
  static boolean mayChange(OptionSpec option) {
    return List.of("--device", "--simulate", "--precision", "--threads", "--data-dir")
        .contains(option.longestName());
  }

  /** Name of the device that was opened, to ask for it again. */
  public String nameOf(Device opened) {
    return simulate ? chosen() : opened.info().name();
  }

  /** Whether the simulated driver is asked for. */
  public boolean simulates() {
    return simulate;
  }

  /** Of the matrix products. */
  public Precision precision() {
    return precision;
  }

  /** Whether the precision was asked for, not left to the default. */
  public boolean givesPrecision() {
    return spec.commandLine().getParseResult().hasMatchedOption("--precision");
  }

  private String chosen() {
    return simulate && name.equals("auto") ? "cuda" : name;
  }

  /** Opens the device. */
  public Device open() {
    return open(precision);
  }

  /** Opens the device in a precision of the caller's choice. */
  public Device open(Precision ofProducts) {
    int count = threads == null ? Devices.defaultThreads() : threads;
    Range.check(spec, "--threads", count, 1, Devices.MAX_THREADS);
    return Devices.open(
        new DeviceRequest(chosen(), count, simulate, ofProducts),
        notice -> LOG.atLevel(notice.warning() ? Level.WARN : Level.INFO).log(notice.message()));
  }
}
