package org.echodc.device.cudnn;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.echodc.device.DeviceException;
import org.echodc.device.NativeLibraries;
import org.echodc.device.cuda.Simulator;

/** Brings cuBLAS and cuDNN, or their simulated stand-ins, and JCuda's bindings into the process. */
final class CudaLibraries {
  private static final Pattern NOT_FOUND = Pattern.compile("(lib\\S+\\.so[.\\d]*): cannot open");

  /** In the folder of the simulated driver, which they share. */
  private static final NativeLibraries SIMULATED =
      NativeLibraries.of(
          Simulator.class, "cudnn (simulated)", List.of("libcublas.so.12", "libcudnn.so.9"));

  private static DeviceException failure;

  private CudaLibraries() {}

  /**
   * Loads them, unless they are loaded. The driver must be there.
   *
   * @throws DeviceException if a library is missing; names it and the cure
   */
  static void load() {
    if (Simulator.isLoaded()) {
      SIMULATED.load();
    }
    bind();
  }

  /** JCuda's classes can be initialised once only, so a failure is remembered. */
  static synchronized void bind() {
    if (failure != null) {
      throw new DeviceException(failure.getMessage(), failure);
    }
    try {
      JCublas2.setExceptionsEnabled(true);
      JCudnn.setExceptionsEnabled(true);
    } catch (LinkageError e) {
      failure = describe(e);
      throw failure;
    }
  }

  private static DeviceException describe(LinkageError error) {
    Matcher missing = NOT_FOUND.matcher(error.toString());
    String what =
        missing.find()
            ? "the dynamic linker finds no " + missing.group(1)
            : error.toString().lines().findFirst().orElse("");
    return new DeviceException(
        "device cudnn cannot load cuBLAS 12 (libcublas.so.12) and cuDNN 9 (libcudnn.so.9): "
            + what
            + "\nInstall them (they are not part of the driver) or add their folders to"
            + " LD_LIBRARY_PATH; --device cuda does without",
        error);
  }
}
