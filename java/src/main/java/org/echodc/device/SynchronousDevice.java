package org.echodc.device;

import java.util.List;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/** A device whose work is done when a call returns: its stream is the thread that calls it. */
public interface SynchronousDevice extends Device {

  @Override
  default ReadBack readBack(Tensor src) {
    float[] values = new float[Math.toIntExact(src.shape().elements())];
    download(src, values);
    return ReadBack.of(values);
  }

  @Override
  default Recording record(List<Operation> operations) {
    return Recording.reissuing(operations, this::run);
  }

  @Override
  default void synchronize() {
    // there is nothing to wait for
  }

  @Override
  default Event recordEvent() {
    return new HostEvent(System.nanoTime());
  }

  /** A point in the time of the calling thread. */
  record HostEvent(long nanoseconds) implements Event {
    @Override
    public double secondsSince(Event earlier) {
      return (nanoseconds - ((HostEvent) earlier).nanoseconds) * 1e-9;
    }
  }
}
