package org.echodc.device;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.echodc.device.cpu.CpuDevice;
import org.echodc.device.cuda.CudaDevice;
import org.echodc.device.cudnn.CudnnDevice;
import org.echodc.text.Text;

/** Opens devices by name. */
public final class Devices {

  /** Most threads a device may be asked for. */
  public static final int MAX_THREADS = 1024;

  private static final String AUTO = "auto";
  private static final String CPU = "cpu";
  private static final String CUDA = "cuda";
  private static final String CUDNN = "cudnn";

  private Devices() {}

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return List.of(AUTO, CPU, CUDA, CUDNN);
  }

  /**
   * The precisions in which a device computes differently, FP32 first.
   *
   * @param device one of {@link #names} but {@code auto}
   */
  public static List<Precision> precisions(String device) {
    return switch (device) {
      case CPU -> List.of(Precision.FP32, Precision.BF16);
      case CUDNN -> List.of(Precision.FP32, Precision.TF32);
      case CUDA -> List.of(Precision.values());
      default -> throw new IllegalArgumentException("device '" + device + "' has no precisions");
    };
  }

  /** One thread for each processor that this process may use. */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** For which GPUs this build has kernels, in words. */
  public static String kernelArchitectures() {
    return CudaDevice.kernelArchitectures();
  }

  /** Opens a real device in float32 without a word about the choice. */
  public static Device open(String name, int threads) {
    return open(DeviceRequest.of(name, threads), reason -> {});
  }

  /**
   * Opens a device; the caller closes it. Its arguments are checked on every call.
   *
   * @param request what is wanted
   * @param notices takes what says why {@code auto} did not take a GPU
   * @throws IllegalArgumentException if the request makes no sense
   * @throws DeviceException if the device cannot start; the message has the cause and the cure
   */
  public static Device open(DeviceRequest request, Consumer<DeviceNotice> notices) {
    if (request.threads() < 1 || request.threads() > MAX_THREADS) {
      throw new IllegalArgumentException(
          Text.format("threads must be 1 to %d, not %d", MAX_THREADS, request.threads()));
    }
    if (request.simulate() && !request.name().equals(CUDA) && !request.name().equals(CUDNN)) {
      throw new IllegalArgumentException(
          "only devices cuda and cudnn can be simulated, not " + request.name());
    }
    return new CheckedDevice(
        switch (request.name()) {
          case AUTO -> fastest(request, notices);
          case CPU -> new CpuDevice(request.threads(), request.precision());
          case CUDA -> CudaDevice.open(request);
          case CUDNN -> CudnnDevice.open(request);
          default ->
              throw new IllegalArgumentException(
                  Text.format(
                      "unknown device '%s'; known: %s",
                      request.name(), String.join(", ", names())));
        });
  }

  private static Device fastest(DeviceRequest request, Consumer<DeviceNotice> notices) {
    return first(
        () -> CudaDevice.open(request),
        () -> new CpuDevice(request.threads(), request.precision()),
        notices);
  }

  /** The GPU, or the processor where there is none or it cannot be used. */
  static Device first(Supplier<Device> gpu, Supplier<Device> cpu, Consumer<DeviceNotice> notices) {
    try {
      return gpu.get();
    } catch (NoGpuException e) {
      notices.accept(
          new DeviceNotice(
              false, "using device cpu: " + e.getMessage().lines().findFirst().orElse("")));
    } catch (DeviceException e) {
      notices.accept(
          new DeviceNotice(
              true, "using device cpu, though a GPU seems to be there: " + e.getMessage()));
    }
    return cpu.get();
  }
}
