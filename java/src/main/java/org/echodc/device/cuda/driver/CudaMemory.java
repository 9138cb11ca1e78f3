package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import jcuda.CudaException;
import org.echodc.device.DeviceMemoryException;
import org.echodc.device.memory.DeviceTensor;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** The GPU's memory: allocates tensors in it, and counts what they take. */
final class CudaMemory implements DeviceTensor.Owner {
  private final CudaContext context;
  private long bytes;

  /** Allocates nothing yet; the context may start later. */
  CudaMemory(CudaContext context) {
    this.context = context;
  }

  /** Bytes of all tensors that are open. */
  long allocatedBytes() {
    return bytes;
  }

  /**
   * A tensor whose contents are undefined.
   *
   * @throws DeviceMemoryException if the GPU has not so much memory left
   */
  Tensor allocate(DataType type, Shape shape) {
    long size = Math.multiplyExact(shape.elements(), type.bytes());
    return DeviceTensor.owning(this, allocate(type + " " + shape, size), type, shape);
  }

  private long allocate(String what, long size) {
    context.makeCurrent();
    DevicePointer pointer = new DevicePointer();
    try {
      cuMemAlloc(pointer, size);
    } catch (CudaException e) {
      throw new DeviceMemoryException(
          Text.format(
              "device %s has no memory for %s: %d bytes asked, %s",
              context.name(), what, size, freeMemory()),
          e);
    }
    bytes += size;
    return pointer.address();
  }

  private static String freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    cuMemGetInfo(free, total);
    return Text.format("%d of %d free", free[0], total[0]);
  }

  @Override
  public void release(long address, long size) {
    context.makeCurrent();
    cuMemFree(DevicePointer.to(address));
    bytes -= size;
  }

  /** Address of a tensor's first element. */
  long address(Tensor tensor) {
    return DeviceTensor.address(this, tensor);
  }
}
