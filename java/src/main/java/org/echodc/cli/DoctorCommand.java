package org.echodc.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.echodc.device.Device;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.comparison.DeviceComparison;
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
        "Says which devices there are and what is missing, and runs the operations of the chosen"
            + " device against device cpu.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc doctor",
      "  echodc doctor --device cuda --precision bf16",
      "  echodc doctor --simulate"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> DEVICES = List.of("cpu", "cuda", "cudnn");

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
    try (Device device = options.open();
        Device reference = Devices.open("cpu", Devices.defaultThreads())) {
      if (device.info().name().equals(reference.info().name())) {
        out.printf(
            Locale.ROOT, "%ndevice cpu is what others are compared with; `mvn verify` tests it%n");
        return 0;
      }
      return compare(out, device, reference) == 0 ? 0 : 1;
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

  /** Prints the table and returns how many operations are wrong. */
  private int compare(PrintWriter out, Device device, Device reference) {
    out.printf(
        Locale.ROOT, "%n%s (%s) against cpu%n%n", device.info().name(), device.info().hardware());
    out.printf(
        Locale.ROOT,
        "%-44s %10s %10s %12s %12s%n",
        "operation",
        "error",
        "allowed",
        "time",
        "on cpu");
    AtomicInteger wrong = new AtomicInteger();
    DeviceComparison.run(
        device,
        reference,
        options.precision(),
        row -> {
          out.printf(
              Locale.ROOT,
              "%-44s %10.1e %10.1e %9.3f ms %9.3f ms%s%n",
              row.operation(),
              row.error(),
              row.bound(),
              row.seconds() * 1e3,
              row.referenceSeconds() * 1e3,
              row.passed() ? "" : "  WRONG");
          out.flush();
          wrong.addAndGet(row.passed() ? 0 : 1);
        });
    out.printf(
        Locale.ROOT,
        "%n%s%n",
        wrong.get() == 0
            ? "all operations agree"
            : wrong.get() + " operations are wrong: please report this table");
    out.flush();
    return wrong.get();
  }
}
