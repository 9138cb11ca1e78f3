package org.echodc.device.cuda.driver;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import java.lang.ref.Cleaner;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import org.echodc.device.Event;

/** A point in the stream, timed by the GPU itself. */
public final class CudaEvent implements Event {
  private static final Cleaner CLEANER = Cleaner.create();

  private final CudaContext context;
  private final CUevent event = new CUevent();

  public CudaEvent(CudaContext context) {
    this.context = context;
    context.destroyUnreachableEvents();
    context.run(
        "event",
        stream -> {
          cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT);
          cuEventRecord(event, stream);
        });
    CUevent handle = event;
    CLEANER.register(this, () -> context.noteUnreachable(handle));
  }

  @Override
  public double secondsSince(Event earlier) {
    float[] milliseconds = new float[1];
    context.run(
        "event",
        stream -> {
          cuEventSynchronize(event);
          cuEventElapsedTime(milliseconds, ((CudaEvent) earlier).event, event);
        });
    return milliseconds[0] * 1e-3;
  }
}
