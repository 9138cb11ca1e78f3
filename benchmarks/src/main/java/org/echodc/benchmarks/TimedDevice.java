package org.echodc.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echodc.device.Device;
import org.echodc.device.Event;

/** Notes when each operation begins and ends in the stream of the device that does it. */
final class TimedDevice {

  /**
   * An operation over all its calls.
   *
   * @param calls how many
   * @param seconds from begin to end in the stream
   * @param work that was done
   */
  record Total(long calls, double seconds, Work work) {
    static final Total NONE = new Total(0, 0, Work.NONE);

    /** This and another one. */
    Total plus(Total other) {
      return new Total(calls + other.calls, seconds + other.seconds, work.plus(other.work));
    }
  }

  /** Label and work are found out afterwards: that would take time between the operations. */
  private record Call(String name, Object[] arguments, Event begin, Event end) {
    String label() {
      return OperationLabel.of(name, arguments);
    }

    Total total() {
      return new Total(1, end.secondsSince(begin), OperationWork.of(name, arguments));
    }
  }

  private final Device timed;
  private final List<Call> calls = new ArrayList<>();

  TimedDevice(Device device) {
    timed =
        OperationProxy.around(
            device,
            (name, arguments, operation) -> {
              Event begin = device.recordEvent();
              operation.run();
              Event end = device.recordEvent();
              calls.add(new Call(name, arguments, begin, end));
            });
  }

  /** The device to compute with. */
  Device device() {
    return timed;
  }

  /** Forgets the calls so far. */
  void clear() {
    calls.clear();
  }

  /** Waits for the calls so far and adds them up by operation, in the order of first calls. */
  Map<String, Total> totals() {
    Map<String, Total> totals = new LinkedHashMap<>();
    for (Call call : calls) {
      totals.merge(call.label(), call.total(), Total::plus);
    }
    return totals;
  }
}
