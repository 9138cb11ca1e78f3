package org.echodc.device.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Event;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Has no memory and computes nothing, but keeps every operation that it is to run. */
final class OutlineDevice implements Device {
  private final List<Operation> operations = new ArrayList<>();

  List<Operation> operations() {
    return operations;
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("outline", "none", 1, Map.of());
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    return Outline.of(type, shape);
  }

  @Override
  public long allocatedBytes() {
    return 0;
  }

  @Override
  public void upload(float[] src, Tensor dst) {}

  @Override
  public void upload(int[] src, Tensor dst) {}

  @Override
  public void upload(byte[] src, Tensor dst) {}

  @Override
  public void download(Tensor src, float[] dst) {}

  @Override
  public void download(Tensor src, int[] dst) {}

  @Override
  public ReadBack readBack(Tensor src) {
    throw new UnsupportedOperationException("no values are here");
  }

  @Override
  public boolean supports(Operation operation) {
    return true;
  }

  @Override
  public void run(Operation operation) {
    operations.add(operation);
  }

  @Override
  public Recording record(List<Operation> recorded) {
    throw new UnsupportedOperationException("nothing is computed here");
  }

  @Override
  public void synchronize() {}

  @Override
  public Event recordEvent() {
    return earlier -> 0;
  }

  @Override
  public void close() {}
}
