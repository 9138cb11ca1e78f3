package org.echodc.benchmarks.work;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.echodc.device.Device;
import org.echodc.device.DeviceRequest;
import org.echodc.device.Devices;
import org.echodc.device.Event;
import org.echodc.device.memory.TensorScope;
import org.echodc.text.Text;

/** Where the time of a workload goes: each operation timed by events while the whole one runs. */
public final class Breakdown {
  private static final int WARMUPS = 2;

  /** A workload by operation; the remainder is what lies between operations. */
  public record Result(int runs, double seconds, Map<String, TimedDevice.Total> operations) {}

  private final Device device;
  private final double wantedSeconds;

  /**
   * Breakdowns on a device.
   *
   * @param wantedSeconds how long to measure each workload
   */
  public Breakdown(Device device, double wantedSeconds) {
    this.device = device;
    this.wantedSeconds = wantedSeconds;
  }

  /** Runs a workload again and again. */
  public Result measure(Function<TensorScope, Runnable> workload) {
    TimedDevice timed = new TimedDevice(device);
    try (TensorScope memory = new TensorScope(timed)) {
      Runnable run = workload.apply(memory);
      for (int i = 0; i < WARMUPS; i++) {
        run.run();
      }
      device.synchronize();
      timed.clear();
      Event begin = device.recordEvent();
      double seconds = 0;
      int runs = 0;
      while (runs == 0 || seconds < wantedSeconds) {
        run.run();
        runs++;
        seconds = device.recordEvent().secondsSince(begin);
      }
      return new Result(runs, seconds, timed.totals());
    }
  }

  /** Measures the three workloads and prints where their time goes. */
  public static void print(
      PrintStream out, DeviceRequest request, Workloads workloads, double wantedSeconds) {
    try (Device device = Devices.open(request, reason -> {})) {
      out.printf(
          Locale.ROOT,
          "%s, %s, %s%n",
          device.info().hardware(),
          request.precision(),
          workloads.architecture().description());
      Breakdown breakdown = new Breakdown(device, wantedSeconds);
      print(out, "one iteration", breakdown.measure(workloads::iteration));
      print(out, "one epoch of evaluation", breakdown.measure(workloads::epoch));
      print(out, "10,000 test images", breakdown.measure(workloads::testSet));
    }
  }

  private static void print(PrintStream out, String title, Result result) {
    double whole = result.seconds() / result.runs();
    out.printf(Locale.ROOT, "%n%s, run %d times%n", title, result.runs());
    out.printf(
        Locale.ROOT,
        "  %-40s %6s %10s %7s %10s %8s%n",
        "operation",
        "calls",
        "ms",
        "share",
        "GFLOP/s",
        "GB/s");
    TimedDevice.Total sum = TimedDevice.Total.NONE;
    for (Map.Entry<String, TimedDevice.Total> entry : result.operations().entrySet()) {
      print(out, entry.getKey(), entry.getValue(), result);
      sum = sum.plus(entry.getValue());
    }
    double between = result.seconds() - sum.seconds();
    print(out, "between operations", new TimedDevice.Total(0, between, Work.NONE), result);
    print(out, "in all", new TimedDevice.Total(sum.calls(), result.seconds(), sum.work()), result);
  }

  private static void print(PrintStream out, String label, TimedDevice.Total total, Result result) {
    double runs = result.runs();
    out.printf(
        Locale.ROOT,
        "  %-40s %6.0f %10.3f %5.1f %% %10s %8s%n",
        label,
        total.calls() / runs,
        1e3 * total.seconds() / runs,
        100 * total.seconds() / result.seconds(),
        rate(total.work().flops(), total.seconds()),
        rate(total.work().bytes(), total.seconds()));
  }

  private static String rate(long count, double seconds) {
    return count == 0 ? "" : Text.format("%.1f", count * 1e-9 / seconds);
  }
}
