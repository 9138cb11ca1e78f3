package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.echodc.device.DeviceException;
import org.echodc.device.NativeLibraries;
import org.echodc.device.cuda.Simulator;
import org.echodc.text.Text;

/** The kernels of one {@code native/kernels/NAME.cu}, loaded into the context for its life. */
public final class KernelModule {
  private static final byte[] NO_IMAGE = {0};
  private static final String NO_KERNELS =
      "this build found no nvcc; install the CUDA toolkit (12 or newer) and build again";

  private final CudaContext context;
  private final String name;
  private final CUmodule module = new CUmodule();

  /**
   * Loads the module's fat binary from the jar.
   *
   * @throws DeviceException if the build had no nvcc, or the binary does not suit the GPU
   */
  public KernelModule(CudaContext context, String name) {
    this.context = context;
    this.name = name;
    context.makeCurrent();
    try {
      cuModuleLoadData(module, image());
    } catch (CudaException e) {
      throw new DeviceException(
          Text.format(
              "device %s cannot load the kernels of %s.cu: %s",
              context.name(), name, CudaContext.cause(e)),
          e);
    }
  }

  private byte[] image() {
    if (Simulator.isLoaded()) {
      return NO_IMAGE; // the simulated driver has the kernels built in
    }
    return resource(name + ".fatbin")
        .orElseThrow(
            () ->
                new DeviceException(
                    Text.format("device %s has no kernels: %s", context.name(), NO_KERNELS)));
  }

  /** For which GPUs this build has kernels, in words. */
  public static String architectures() {
    return resource("architectures.txt")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
        .orElse("none: " + NO_KERNELS);
  }

  private static Optional<byte[]> resource(String file) {
    String path = "/org/echodc/device/cuda/" + NativeLibraries.platform() + "/" + file;
    try (InputStream stream = KernelModule.class.getResourceAsStream(path)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** A kernel of this module. */
  public Kernel kernel(String function) {
    CUfunction handle = new CUfunction();
    try {
      cuModuleGetFunction(handle, module, function);
    } catch (CudaException e) {
      throw new DeviceException(
          Text.format("%s.cu has no kernel %s: %s", name, function, CudaContext.cause(e)), e);
    }
    return new Kernel(context, function, handle);
  }
}
