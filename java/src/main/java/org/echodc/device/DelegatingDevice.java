package org.echodc.device;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Leaves everything to another device; a subclass says what it does besides. */
public abstract class DelegatingDevice implements Device {
  private final Device device;

  /**
   * Begins to delegate.
   *
   * @param device that does the work, and is closed with this one
   */
  protected DelegatingDevice(Device device) {
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
    device.upload(src, dst);
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    device.upload(src, dst);
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    device.upload(src, dst);
  }

  @Override
  public void download(Tensor src, float[] dst) {
    device.download(src, dst);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    device.download(src, dst);
  }

  @Override
  public ReadBack readBack(Tensor src) {
    return device.readBack(src);
  }

  @Override
  public boolean supports(Operation operation) {
    return device.supports(operation);
  }

  @Override
  public void run(Operation operation) {
    device.run(operation);
  }

  @Override
  public Recording record(List<Operation> operations) {
    return device.record(operations);
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
