package org.echodc.benchmarks.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.DeviceInfo;
import org.echodc.device.Event;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.operation.Operation;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Another device, with a note of when each operation begins and ends in its stream. It does not own
 * the other device.
 */
public final class TimedDevice implements Device {

  /**
   * An operation over all its calls.
   *
   * @param calls how many
   * @param seconds from begin to end in the stream
   * @param work that was done
   */
  public record Total(long calls, double seconds, Work work) {
    public static final Total NONE = new Total(0, 0, Work.NONE);

    /** This and another one. */
    public Total plus(Total other) {
      return new Total(calls + other.calls, seconds + other.seconds, work.plus(other.work));
    }
  }

  /** Label and work are found out afterwards: that would take time between the operations. */
  private record Call(Operation operation, Event begin, Event end) {
    Total total() {
      return new Total(1, end.secondsSince(begin), Work.of(operation));
    }
  }

  private final Device device;
  private final List<Call> calls = new ArrayList<>();

  TimedDevice(Device device) {
    this.device = device;
  }

  /** Forgets the calls so far. */
  void clear() {
    calls.clear();
  }

  /** Waits for the calls so far and adds them up by operation, in the order of first calls. */
  Map<String, Total> totals() {
    Map<String, Total> totals = new LinkedHashMap<>();
    for (Call call : calls) {
      totals.merge(call.operation.label(), call.total(), Total::plus);
    }
    return totals;
  }

  @Override
  public void run(Operation operation) {
    Event begin = device.recordEvent();
    device.run(operation);
    calls.add(new Call(operation, begin, device.recordEvent()));
  }

  /** Every replay issues the operations one by one, so that each is timed. */
  @Override
  public Recording record(List<Operation> operations) {
    return Recording.reissuing(operations, this::run);
  }

  @Override
  public boolean supports(Operation operation) {
    return device.supports(operation);
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
  public void synchronize() {
    device.synchronize();
  }

  @Override
  public Event recordEvent() {
    return device.recordEvent();
  }

  /** Does nothing: whoever opened the device closes it. */
  @Override
  public void close() {
    // not its own
  }
}
