package org.echodc.cli;

import org.echodc.device.Device;
import org.echodc.device.Devices;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where to compute. */
final class DeviceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Device: auto, cpu. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: one for each processor.")
  private Integer threads;

  /** Opens the device. */
  Device open() {
    int count = threads == null ? Devices.defaultThreads() : threads;
    Range.check(spec, "--threads", count, 1, Devices.MAX_THREADS);
    return Devices.open(name, count);
  }
}
