package org.echodc.device.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.echodc.device.Device;
import org.echodc.device.Recording;
import org.echodc.operation.Operation;
import org.echodc.tensor.Allocator;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Allocates tensors of a device and frees them together with what was recorded on them. What works
 * on tensors takes a scope from its caller, so that nothing stays behind when memory runs out
 * half-way.
 */
public final class TensorScope implements Allocator, AutoCloseable {
  private final Device device;
  private final Deque<Tensor> tensors = new ArrayDeque<>();
  private final Deque<Recording> recordings = new ArrayDeque<>();

  /** A scope without tensors. */
  public TensorScope(Device device) {
    this.device = device;
  }

  /** The device of the tensors. */
  public Device device() {
    return device;
  }

  @Override
  public Tensor allocate(DataType type, Shape shape) {
    Tensor tensor = device.allocate(type, shape);
    tensors.push(tensor);
    return tensor;
  }

  /** A FLOAT32 tensor with the given values. */
  public Tensor upload(float[] values, Shape shape) {
    Tensor tensor = floats(shape);
    device.upload(values, tensor);
    return tensor;
  }

  /** An INT32 tensor [values] with the given values. */
  public Tensor upload(int[] values) {
    Tensor tensor = ints(values.length);
    device.upload(values, tensor);
    return tensor;
  }

  /** A UINT8 tensor with the given values. */
  public Tensor upload(byte[] values, Shape shape) {
    Tensor tensor = allocate(DataType.UINT8, shape);
    device.upload(values, tensor);
    return tensor;
  }

  /** An INT32 [1] tensor that holds 0: a counter for random keys. */
  public Tensor counter() {
    return upload(new int[] {0});
  }

  /** {@link Device#record} of operations on these tensors. */
  public Recording record(List<Operation> operations) {
    Recording recording = device.record(operations);
    recordings.push(recording);
    return recording;
  }

  /** Frees all tensors, and recordings before them. */
  @Override
  public void close() {
    while (!recordings.isEmpty()) {
      recordings.pop().close();
    }
    while (!tensors.isEmpty()) {
      tensors.pop().close();
    }
  }
}
