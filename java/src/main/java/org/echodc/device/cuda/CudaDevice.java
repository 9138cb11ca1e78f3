package org.echodc.device.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import org.echodc.device.DeviceException;
import org.echodc.device.DeviceInfo;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Event;
import org.echodc.device.MissingLibraryException;
import org.echodc.device.NoGpuException;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.Ways;
import org.echodc.device.WaysDevice;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.CudaEvent;
import org.echodc.device.cuda.driver.CudaReadBack;
import org.echodc.device.cuda.driver.CudaRecording;
import org.echodc.device.cuda.driver.DevicePointer;
import org.echodc.device.cuda.driver.JCudaLibrary;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * A GPU that runs operations in the ways of the hand-written kernels of {@code native/kernels}, or
 * in those that another device adds to them. Arguments are checked by the wrapper that {@link
 * org.echodc.device.Devices} puts around it.
 */
public final class CudaDevice extends WaysDevice {
  private static final String NAME = "cuda";
  private static final JCudaLibrary JCUDA = new JCudaLibrary(NAME, JCudaDriver.class);

  private final CudaContext context;
  private final boolean simulated;
  private final Ways ways;

  private CudaDevice(
      CudaContext context, boolean simulated, BiConsumer<CudaContext, Ways> libraries) {
    this.context = context;
    this.simulated = simulated;
    ways = new Ways(context.name());
    KernelWays.add(context, ways);
    libraries.accept(context, ways);
  }

  /**
   * Starts the GPU, or the simulated driver, with the hand-written kernels alone.
   *
   * @throws DeviceException if that is not possible; the message has the cause and the cure
   */
  public static CudaDevice open(DeviceRequest request) {
    return open(request, NAME, (context, ways) -> {});
  }

  /**
   * The same with libraries that run some of the operations.
   *
   * @param name of the device
   * @param libraries adds their ways behind those of the kernels; tells the context what to close
   *     ({@link CudaContext#whenClosed}) and their versions ({@link CudaContext#noteLibrary})
   * @throws DeviceException if that is not possible; the message has the cause and the cure
   */
  public static CudaDevice open(
      DeviceRequest request, String name, BiConsumer<CudaContext, Ways> libraries) {
    if (request.simulate()) {
      Simulator.load();
    } else if (Simulator.isLoaded()) {
      throw new DeviceException(
          Text.format(
              "device %s cannot start: this process has loaded the simulated driver", name));
    } else {
      requireDriver();
    }
    try {
      JCUDA.load();
    } catch (MissingLibraryException e) {
      throw new DeviceException(
          Text.format(
              "device %s cannot load the driver: the dynamic linker finds no %s\n"
                  + "Install NVIDIA's driver, or add the library's folder to LD_LIBRARY_PATH",
              name, e.library()),
          e);
    }
    return open(new CudaContext(name, request.precision()), request.simulate(), libraries);
  }

  private static CudaDevice open(
      CudaContext context, boolean simulated, BiConsumer<CudaContext, Ways> libraries) {
    try {
      return new CudaDevice(context, simulated, libraries);
    } catch (DeviceException e) {
      context.close();
      throw e;
    }
  }

  /** For which GPUs this build has kernels, in words. */
  public static String kernelArchitectures() {
    return KernelModule.architectures();
  }

  private static void requireDriver() {
    if (!Files.exists(Path.of("/dev/nvidiactl")) && !Files.exists(Path.of("/dev/dxg"))) {
      throw new NoGpuException(
          "no NVIDIA driver is running here (neither /dev/nvidiactl nor /dev/dxg exists)");
    }
  }

  @Override
  public DeviceInfo info() {
    Map<String, String> versions = new HashMap<>(context.libraries());
    versions.put("CUDA driver", context.gpu().driverVersion());
    versions.put("precision", context.precision().name().toLowerCase(Locale.ROOT));
    return new DeviceInfo(
        simulated ? context.name() + " (simulated)" : context.name(),
        context.gpu().description(),
        1,
        versions);
  }

  // Memory

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return context.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return context.allocatedBytes();
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    context.upload(Pointer.to(src), dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    download(src, Pointer.to(dst));
  }

  @Override
  public void download(Tensor src, int[] dst) {
    download(src, Pointer.to(dst));
  }

  private void download(Tensor src, Pointer dst) {
    context.synchronize();
    context.run(
        "download",
        stream -> cuMemcpyDtoH(dst, DevicePointer.to(context.address(src)), src.bytes()));
  }

  @Override
  public ReadBack readBack(Tensor src) {
    return new CudaReadBack(context, src);
  }

  // Work

  @Override
  protected Ways ways() {
    return ways;
  }

  @Override
  public Recording record(List<Operation> operations) {
    return new CudaRecording(context, operations, ways::run);
  }

  @Override
  public void synchronize() {
    context.synchronize();
  }

  @Override
  public Event recordEvent() {
    return new CudaEvent(context);
  }

  @Override
  public void close() {
    context.close();
  }
}
