package org.echodc.device.cudnn;

import java.util.List;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.echodc.device.DeviceException;
import org.echodc.device.MissingLibraryException;
import org.echodc.device.NativeLibraries;
import org.echodc.device.cuda.Simulator;
import org.echodc.device.cuda.driver.JCudaLibrary;
import org.echodc.failure.Cause;
import org.echodc.text.Text;

/** Brings cuBLAS and cuDNN, or their simulated stand-ins, and JCuda's bindings into the process. */
final class CudaLibraries {

  /** In the folder of the simulated driver, which they share. */
  private static final NativeLibraries SIMULATED =
      NativeLibraries.of(
          Simulator.class, "cudnn (simulated)", List.of("libcublas.so.12", "libcudnn.so.9"));

  private static final List<JCudaLibrary> BINDINGS =
      List.of(new JCudaLibrary("cudnn", JCublas2.class), new JCudaLibrary("cudnn", JCudnn.class));

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

  /** Loads the bindings to the libraries that are there. */
  static void bind() {
    try {
      BINDINGS.forEach(JCudaLibrary::load);
    } catch (MissingLibraryException e) {
      throw new DeviceException(
          "device cudnn cannot load cuBLAS 12 (libcublas.so.12) and cuDNN 9 (libcudnn.so.9): the"
              + Text.format(" dynamic linker finds no %s\n", e.library())
              + "Install them (they are not part of the driver) or add their folders to"
              + " LD_LIBRARY_PATH",
          e,
          Cause.CUDNN_MISSING);
    }
    JCublas2.setExceptionsEnabled(true);
    JCudnn.setExceptionsEnabled(true);
  }
}
