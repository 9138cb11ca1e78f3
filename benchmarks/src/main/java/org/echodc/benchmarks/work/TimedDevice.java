package org.echodc.benchmarks.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.device.DelegatingDevice;
import org.echodc.device.Device;
import org.echodc.device.Event;
import org.echodc.device.Recording;
import org.echodc.operation.Operation;

/**
 * Another device, with a note of when each operation begins and ends in its stream. It does not own
 * the other device.
 */
public final class TimedDevice extends DelegatingDevice {

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

  private final List<Call> calls = new ArrayList<>();

  TimedDevice(Device device) {
    super(device);
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
    Event begin = recordEvent();
    super.run(operation);
    calls.add(new Call(operation, begin, recordEvent()));
  }

  /** Every replay issues the operations one by one, so that each is timed. */
  @Override
  public Recording record(List<Operation> operations) {
    return Recording.reissuing(operations, this::run);
  }

  /** Does nothing: whoever opened the device closes it. */
  @Override
  public void close() {
    // not its own
  }
}
