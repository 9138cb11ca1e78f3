package org.echodc.oracle;

import static org.echodc.oracle.HostTensor.set;
import static org.echodc.oracle.HostTensor.values;
import static org.echodc.oracle.HostTensor.wholeNumbers;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.echodc.device.DeviceInfo;
import org.echodc.device.SynchronousDevice;
import org.echodc.device.Ways;
import org.echodc.device.WaysDevice;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The oracle behind the interface of a device, so that a test runs the same lines on both and
 * compares. Holds every tensor in double precision and checks no arguments.
 */
public final class OracleDevice extends WaysDevice implements SynchronousDevice {
  private final Ways ways = OracleWays.all();

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("oracle", "naive loops in double precision", 1, Map.of());
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return HostTensor.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    set(dst, IntStream.range(0, src.length).mapToDouble(i -> src[i]).toArray());
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    set(dst, Arrays.stream(src).asDoubleStream().toArray());
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    set(dst, IntStream.range(0, src.length).mapToDouble(i -> src[i] & 0xFF).toArray());
  }

  @Override
  public void download(Tensor src, float[] dst) {
    double[] values = values(src);
    for (int i = 0; i < dst.length; i++) {
      dst[i] = (float) values[i];
    }
  }

  @Override
  public void download(Tensor src, int[] dst) {
    int[] values = wholeNumbers(src);
    System.arraycopy(values, 0, dst, 0, dst.length);
  }

  @Override
  protected Ways ways() {
    return ways;
  }

  @Override
  public void close() {
    // nothing to free
  }
}
