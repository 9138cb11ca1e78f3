package org.echodc.device.cuda;

import java.util.List;
import org.echodc.device.NativeLibraries;

/**
 * The simulated CUDA driver ({@code native/simulator}): a stand-in for libcuda.so.1 that runs the
 * kernels on the CPU. Once loaded, it is this process's driver; a real one cannot be used any more.
 */
public final class Simulator {
  private static final NativeLibraries LIBRARY =
      NativeLibraries.of(Simulator.class, "cuda (simulated)", List.of("libcuda.so.1"));
  private static volatile boolean loaded;

  private Simulator() {}

  /**
   * Loads it, if it is not, before JCuda looks for a driver.
   *
   * @throws org.echodc.device.DeviceException if that fails
   */
  public static void load() {
    LIBRARY.load();
    loaded = true;
  }

  /** Whether this process's driver is the simulated one. */
  public static boolean isLoaded() {
    return loaded;
  }

  /** What it has counted. */
  public record Counters(
      long launches,
      long kernels,
      long graphLaunches,
      long allocations,
      long frees,
      long hostCopies,
      long synchronizations,
      long liveBytes,
      long peakBytes,
      long libraryCalls,
      long tensorCoreCalls,
      long algorithmSearches) {

    /** The counters now. */
    public static Counters read() {
      return new Counters(
          counter("launches"),
          counter("kernels"),
          counter("graphLaunches"),
          counter("allocations"),
          counter("frees"),
          counter("hostCopies"),
          counter("synchronizations"),
          counter("liveBytes"),
          counter("peakBytes"),
          counter("libraryCalls"),
          counter("tensorCoreCalls"),
          counter("algorithmSearches"));
    }
  }

  /**
   * A counter of this name.
   *
   * @throws IllegalArgumentException if it has none
   */
  private static native long counter(String name);

  /** Sets the counts, not the bytes, to 0. */
  public static native void resetCounters();

  /** Whether every launch is repeated in other orders of threads and the results compared. */
  static native void checkOrders(boolean check);

  /** Whether kernels run, or launches are only checked and counted. */
  public static native void execute(boolean execute);

  /** Names of the kernels in a module of {@code native/kernels}; empty if there is none. */
  public static native String[] kernels(String module);

  /**
   * A wrong order of a kernel's fragments, as {@code tensor_core.cuh} numbers their words; in the
   * order of {@code cuda_on_host.h}.
   */
  public enum FragmentFault {
    NONE,
    ROWS_OF_A,
    ORDER_OF_A,
    ROWS_OF_B
  }

  /**
   * Lets tensor cores take the operands of one kernel in a wrong order from now on, to see that
   * this is found; those of all others are right.
   */
  public static void plantFault(String kernel, FragmentFault fault) {
    plantFault(kernel, fault.ordinal());
  }

  private static native void plantFault(String kernel, int fault);

  /** How much memory the simulated GPU has; 8 GiB at first. */
  static native void setMemory(long bytes);

  /** The first number of the simulated GPU's compute capability; 8 at first. */
  static native void setComputeMajor(int major);

  /** What the last failure was, in words; empty if there was none. */
  public static native String lastError();
}
