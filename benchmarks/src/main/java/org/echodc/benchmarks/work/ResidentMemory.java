package org.echodc.benchmarks.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What Linux tells of memory; elsewhere nothing. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final Path SYSTEM = Path.of("/proc/meminfo");

  private ResidentMemory() {}

  /** Most bytes of this process that were resident since the last reset. */
  public static OptionalDouble peakBytes() {
    OptionalLong bytes = bytes(STATUS, "VmHWM:");
    return bytes.isPresent() ? OptionalDouble.of(bytes.getAsLong()) : OptionalDouble.empty();
  }

  /** Bytes that the system can still give without swapping. */
  public static OptionalLong availableBytes() {
    return bytes(SYSTEM, "MemAvailable:");
  }

  /** Begins the peak anew at what is resident now. */
  public static void resetPeak() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      // Then the peak is that of the whole process, setup included: an upper bound.
    }
  }

  private static OptionalLong bytes(Path file, String field) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10) // from KiB
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
