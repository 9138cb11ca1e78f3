package org.echodc.device.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Event;
import org.echodc.device.NativeLibraries;
import org.echodc.device.Precision;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.Ways;
import org.echodc.device.memory.DeviceTensor;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The operations of {@code native/cpu}, executed at once on the calling thread and others that help
 * it. Arguments are checked by the wrapper that {@link org.echodc.device.Devices} puts around it.
 */
public final class CpuDevice implements Device, DeviceTensor.Owner {
  private static final NativeLibraries LIBRARIES =
      NativeLibraries.of(
          CpuDevice.class,
          "cpu",
          List.of("libgomp.so.1", "libOpenCL.so.1", "libdnnl.so.3", "libechodc_cpu.so"));

  private final long context;
  private final int threads;
  private final Precision precision;
  private final Ways ways;
  private long tensorBytes;
  private boolean closed;

  /**
   * Loads the native library, if no other device has, and starts the device.
   *
   * @param threads threads that compute, at least 1
   * @param precision BF16 stores the activations between the blocks of a network so where it is
   *     condensed with, and allows all convolutions errors that are small beside those of rounding
   *     to BF16; everything is computed in float32
   * @throws org.echodc.device.DeviceException if the library cannot be loaded
   */
  public CpuDevice(int threads, Precision precision) {
    LIBRARIES.load();
    this.threads = threads;
    this.precision = precision == Precision.BF16 ? Precision.BF16 : Precision.FP32;
    this.context = CpuLibrary.createContext(threads, this.precision == Precision.BF16);
    this.ways = CpuWays.of(new NativeCall(context, this), this.precision);
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "cpu",
        processorName() + ", " + CpuLibrary.isaName(),
        threads,
        Map.of(
            "oneDNN",
            CpuLibrary.onednnVersion(),
            "precision",
            precision.name().toLowerCase(Locale.ROOT)));
  }

  private static String processorName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    long bytes = Math.multiplyExact(shape.elements(), type.bytes());
    Tensor tensor = DeviceTensor.owning(this, CpuLibrary.allocate(bytes), type, shape);
    tensorBytes += bytes;
    return tensor;
  }

  @Override
  public void release(long address, long bytes) {
    CpuLibrary.free(address);
    tensorBytes -= bytes;
  }

  @Override
  public long allocatedBytes() {
    return tensorBytes + CpuLibrary.workspaceBytes(context);
  }

  private long address(Tensor tensor) {
    return DeviceTensor.address(this, tensor);
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    CpuLibrary.uploadFloats(src, address(dst));
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    CpuLibrary.uploadInts(src, address(dst));
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    CpuLibrary.uploadBytes(src, address(dst));
  }

  @Override
  public void download(Tensor src, float[] dst) {
    CpuLibrary.downloadFloats(address(src), dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    CpuLibrary.downloadInts(address(src), dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    float[] values = new float[Math.toIntExact(src.shape().elements())];
    download(src, values);
    return ReadBack.of(values);
  }

  @Override
  public void synchronize() {
    // every operation is done when it returns
  }

  @Override
  public Event recordEvent() {
    return new HostEvent(System.nanoTime());
  }

  private record HostEvent(long nanoseconds) implements Event {
    @Override
    public double secondsSince(Event earlier) {
      return (nanoseconds - ((HostEvent) earlier).nanoseconds) * 1e-9;
    }
  }

  @Override
  public boolean supports(Operation operation) {
    return ways.supports(operation);
  }

  @Override
  public void run(Operation operation) {
    ways.run(operation);
  }

  @Override
  public Recording record(List<Operation> operations) {
    return Recording.reissuing(operations, ways::run);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      CpuLibrary.destroyContext(context);
    }
  }
}
