package org.echodc.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echodc.cli.option.DeviceOptions;
import org.echodc.cli.terminal.DoctorTable;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Precision;
import org.echodc.device.comparison.DeviceComparison;
import org.echodc.device.comparison.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code echodc doctor}: what is there, what is missing, and whether the device computes right. */
@Command(
    name = "doctor",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Says which devices there are and what is missing, and runs every operation of the chosen"
            + " device against device cpu: in every precision, or in the one given.%n"
            + "Prints a line for each kind of operation; with --verbose, for each scenario.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc doctor",
      "  echodc doctor --device cuda --precision bf16",
      "  echodc doctor --simulate"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final String REFERENCE = "cpu";
  private static final List<String> DEVICES = List.of(REFERENCE, "cuda", "cudnn");

  @Spec private CommandSpec spec;
  @Mixin private DeviceOptions options;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "java      %s on %s%n", Runtime.version(), System.getProperty("os.name"));
    out.printf(Locale.ROOT, "kernels   %s%n", Devices.kernelArchitectures());
    if (!options.simulates()) {
      DEVICES.forEach(name -> describe(out, name));
    }
    out.flush();
    String name = nameOfDevice();
    List<Precision> precisions =
        options.givesPrecision() ? List.of(options.precision()) : Devices.precisions(name);
    if (name.equals(REFERENCE)) {
      out.printf(
          Locale.ROOT,
          "%ndevice cpu in float32 is what others are compared with; `mvn verify` tests it%n");
      precisions = precisions.stream().filter(p -> p == Precision.BF16).toList();
    }
    try (Device reference = Devices.open(REFERENCE, Devices.defaultThreads())) {
      DoctorTable table = new DoctorTable(out, isVerbose());
      for (Precision precision : precisions) {
        compare(table, precision, reference);
      }
      return table.printVerdict() ? 0 : 1;
    }
  }

  /** The option of all commands, which belongs to the first of them. */
  private boolean isVerbose() {
    return spec.root().findOption("--verbose").getValue();
  }

  private String nameOfDevice() {
    try (Device device = options.open()) {
      return options.nameOf(device);
    }
  }

  private static void describe(PrintWriter out, String name) {
    try (Device device =
        Devices.open(DeviceRequest.of(name, Devices.defaultThreads()), notice -> {})) {
      out.printf(
          Locale.ROOT, "%-9s %s, %s%n", name, device.info().hardware(), device.info().versions());
    } catch (DeviceException e) {
      out.printf(
          Locale.ROOT,
          "%-9s not available: %s%n",
          name,
          e.getMessage().replace("\n", "\n          "));
    }
  }

  /** The simulator takes seconds where a GPU takes none, so it does nothing twice. */
  private void compare(DoctorTable table, Precision precision, Device reference) {
    try (Device device = options.open(precision)) {
      table.begin(device.info(), precision);
      new DeviceComparison(device, precision, reference, !options.simulates())
          .run(Scenario.all().toList(), table::add);
      table.end();
    }
  }
}
