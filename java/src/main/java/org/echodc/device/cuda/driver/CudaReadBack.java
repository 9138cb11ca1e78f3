package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;

import java.nio.ByteOrder;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import org.echodc.device.ReadBack;
import org.echodc.tensor.Tensor;

/** A copy into page-locked memory, with an event behind it. */
public final class CudaReadBack implements ReadBack {
  /** JCuda makes an exception of this answer to a query too. */
  private static final String NOT_READY = CUresult.stringFor(CUresult.CUDA_ERROR_NOT_READY);

  private final CudaContext context;
  private final CUevent arrived = new CUevent();
  private final long bytes;
  private Pointer buffer;

  public CudaReadBack(CudaContext context, Tensor src) {
    this.context = context;
    this.bytes = src.bytes();
    context.run(
        "read back",
        stream -> {
          buffer = context.pinned().take(bytes);
          cuMemcpyDtoHAsync(buffer, DevicePointer.to(context.address(src)), bytes, stream);
          cuEventCreate(arrived, CUevent_flags.CU_EVENT_DISABLE_TIMING);
          cuEventRecord(arrived, stream);
        });
  }

  @Override
  public boolean isDone() {
    context.makeCurrent();
    try {
      cuEventQuery(arrived);
      return true;
    } catch (CudaException e) {
      if (NOT_READY.equals(e.getMessage())) {
        return false;
      }
      throw context.failure("what came before a read back", e);
    }
  }

  @Override
  public float[] values() {
    float[] values = new float[Math.toIntExact(bytes / Float.BYTES)];
    context.run(
        "read back",
        stream -> {
          cuEventSynchronize(arrived);
          cuEventDestroy(arrived);
        });
    buffer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    context.pinned().giveBack(buffer, bytes);
    return values;
  }
}
