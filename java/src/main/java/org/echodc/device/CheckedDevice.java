package org.echodc.device;

import java.util.List;
import org.echodc.operation.Arguments;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Holds every operation to its contract before it reaches a device, so that devices need no checks
 * of their own and all give the same errors.
 */
public final class CheckedDevice implements Device {
  private final Device device;

  public CheckedDevice(Device device) {
    this.device = device;
  }

  @Override
  public DeviceInfo info() {
    return device.info();
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return device.allocate(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return device.allocatedBytes();
  }

  @Override
  public void upload(float[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.FLOAT32, src.length);
    device.upload(src, dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.INT32, src.length);
    device.upload(src, dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    new Arguments("upload").elements("dst", dst, DataType.UINT8, src.length);
    device.upload(src, dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    new Arguments("download").elements("src", src, DataType.FLOAT32, dst.length);
    device.download(src, dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    new Arguments("download").elements("src", src, DataType.INT32, dst.length);
    device.download(src, dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    new Arguments("readBack").elements("src", src, DataType.FLOAT32, src.shape().elements());
    return device.readBack(src);
  }

  @Override
  public boolean supports(Operation operation) {
    operation.check();
    return device.supports(operation);
  }

  @Override
  public void run(Operation operation) {
    operation.check();
    device.run(operation);
  }

  @Override
  public Recording record(List<Operation> operations) {
    operations.forEach(this::require);
    return device.record(operations);
  }

  /** A replay would find a missing way too late: in the middle of what it recorded or issued. */
  private void require(Operation operation) {
    if (!supports(operation)) {
      throw Ways.missing(info().name(), operation);
    }
  }

  @Override
  public void synchronize() {
    device.synchronize();
  }

  @Override
  public Event recordEvent() {
    return device.recordEvent();
  }

  @Override
  public void close() {
    device.close();
  }
}
