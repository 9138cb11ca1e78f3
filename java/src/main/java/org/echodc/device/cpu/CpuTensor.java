package org.echodc.device.cpu;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** A tensor, or a view of one, in native memory. */
final class CpuTensor implements Tensor {

  /** The memory that an owner and its views share. */
  private static final class Storage {
    private final CpuDevice device;
    private final long address;
    private final long bytes;
    private boolean closed;

    private Storage(CpuDevice device, long address, long bytes) {
      this.device = device;
      this.address = address;
      this.bytes = bytes;
    }
  }

  private final Storage storage;
  private final boolean owner;
  private final long firstByte;
  private final DataType type;
  private final Shape shape;

  private CpuTensor(Storage storage, boolean owner, long firstByte, DataType type, Shape shape) {
    this.storage = storage;
    this.owner = owner;
    this.firstByte = firstByte;
    this.type = type;
    this.shape = shape;
  }

  /** The owner of freshly allocated memory. */
  static CpuTensor owning(CpuDevice device, long address, DataType type, Shape shape) {
    Storage storage = new Storage(device, address, shape.elements() * type.bytes());
    return new CpuTensor(storage, true, 0, type, shape);
  }

  /** Address of the first element, valid while the tensor is open. */
  long address() {
    if (storage.closed) {
      throw new IllegalStateException("tensor " + shape + " is used after it was closed");
    }
    return storage.address + firstByte;
  }

  /** Whether the memory belongs to the device. */
  boolean isOf(CpuDevice device) {
    return storage.device == device;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor view(long offset, Shape viewShape) {
    if (offset < 0 || offset + viewShape.elements() > shape.elements()) {
      throw new IllegalArgumentException(
          "a view %s from element %d reaches beyond tensor %s".formatted(viewShape, offset, shape));
    }
    return new CpuTensor(storage, false, firstByte + offset * type.bytes(), type, viewShape);
  }

  @Override
  public void close() {
    if (owner && !storage.closed) {
      storage.closed = true;
      storage.device.release(storage.address, storage.bytes);
    }
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
