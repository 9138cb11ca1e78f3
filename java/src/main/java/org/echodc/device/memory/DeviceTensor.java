package org.echodc.device.memory;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** A tensor, or a view of one, in memory that a device names by its address. */
public final class DeviceTensor implements Tensor {

  /** Whoever allocated the memory. */
  public interface Owner {

    /** Frees memory; called once, by the tensor that owns it. */
    void release(long address, long bytes);
  }

  /** The memory that a tensor and its views share. */
  private static final class Storage {
    private final Owner device;
    private final long address;
    private final long bytes;
    private boolean closed;

    private Storage(Owner device, long address, long bytes) {
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

  private DeviceTensor(Storage storage, boolean owner, long firstByte, DataType type, Shape shape) {
    this.storage = storage;
    this.owner = owner;
    this.firstByte = firstByte;
    this.type = type;
    this.shape = shape;
  }

  /** The owner of freshly allocated memory. */
  public static DeviceTensor owning(Owner device, long address, DataType type, Shape shape) {
    Storage storage = new Storage(device, address, shape.elements() * type.bytes());
    return new DeviceTensor(storage, true, 0, type, shape);
  }

  /**
   * Address of the first element of a tensor, valid while it is open.
   *
   * @throws IllegalArgumentException if another device made the tensor
   */
  public static long address(Owner device, Tensor tensor) {
    if (tensor instanceof DeviceTensor own && own.storage.device == device) {
      return own.address();
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is of another device");
  }

  private long address() {
    if (storage.closed) {
      throw new IllegalStateException("tensor " + shape + " is used after it was closed");
    }
    return storage.address + firstByte;
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
    Tensor.checkView(this, offset, viewShape);
    return new DeviceTensor(storage, false, firstByte + offset * type.bytes(), type, viewShape);
  }

  @Override
  public Tensor reinterpret(long offset, DataType newType, Shape newShape) {
    DeviceTensor view = new DeviceTensor(storage, false, firstByte + offset, newType, newShape);
    if (offset < 0 || offset % newType.bytes() != 0 || offset + view.bytes() > bytes()) {
      throw new IllegalArgumentException(
          newType + " " + newShape + " from byte " + offset + " does not lie in " + this);
    }
    return view;
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
