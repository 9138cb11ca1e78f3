package org.echodc.device;

import java.util.List;
import org.echodc.device.cpu.CpuDevice;

/** Opens devices by name. */
public final class Devices {

  /** Most threads a device may be asked for. */
  public static final int MAX_THREADS = 1024;

  private static final String AUTO = "auto";
  private static final String CPU = "cpu";

  private Devices() {}

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return List.of(AUTO, CPU);
  }

  /** One thread for each processor that this process may use. */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Opens a device; the caller closes it. Its arguments are checked on every call.
   *
   * @param name one of {@link #names}; {@code auto} takes the fastest device there is
   * @param threads host threads that compute, 1 to {@link #MAX_THREADS}
   * @throws IllegalArgumentException if the name is unknown or the number out of range
   * @throws DeviceException if the device cannot start; the message has the cause and the cure
   */
  public static Device open(String name, int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 1 to %d, not %d".formatted(MAX_THREADS, threads));
    }
    return switch (name) {
      case AUTO, CPU -> new CheckedDevice(new CpuDevice(threads));
      default ->
          throw new IllegalArgumentException(
              "unknown device '%s'; known: %s".formatted(name, String.join(", ", names())));
    };
  }
}
