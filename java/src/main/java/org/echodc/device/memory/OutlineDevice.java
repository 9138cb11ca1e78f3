package org.echodc.device.memory;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.echodc.device.DeviceInfo;
import org.echodc.device.SynchronousDevice;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Outline;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A device whose tensors are outlines without memory, so that it computes nothing: it shows what a
 * program would run. What is read from it are zeros.
 */
public class OutlineDevice implements SynchronousDevice {
  private final Consumer<? super Operation> issued;

  /**
   * A device of outlines.
   *
   * @param issued is told of every operation
   */
  public OutlineDevice(Consumer<? super Operation> issued) {
    this.issued = issued;
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
  public void upload(float[] src, Tensor dst) {
    // there is no memory
  }

  @Override
  public void upload(int[] src, Tensor dst) {
    // there is no memory
  }

  @Override
  public void upload(byte[] src, Tensor dst) {
    // there is no memory
  }

  @Override
  public void download(Tensor src, float[] dst) {
    Arrays.fill(dst, 0);
  }

  @Override
  public void download(Tensor src, int[] dst) {
    Arrays.fill(dst, 0);
  }

  @Override
  public boolean supports(Operation operation) {
    return true;
  }

  @Override
  public void run(Operation operation) {
    issued.accept(operation);
  }

  @Override
  public void close() {
    // nothing is held
  }
}
