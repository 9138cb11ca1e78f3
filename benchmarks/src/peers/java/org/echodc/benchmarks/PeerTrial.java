package org.echodc.benchmarks;

import org.echodc.benchmarks.work.ResidentMemory;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.benchmarks.work.Work;
import org.echodc.text.Text;

import java.util.OptionalLong;
import java.util.function.Function;
import org.echodc.device.DeviceInfo;
import org.echodc.device.memory.TensorScope;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What the benchmark of a peer has to say before it is timed, as {@link OpenDevice} has. */
public final class PeerTrial {
  private final TrialNote note;

  private PeerTrial(TrialNote note) {
    this.note = note;
  }

  /** Notes that a trial begins, and on what. */
  public static PeerTrial begin(BenchmarkParams trial, DeviceInfo peer, String precision) {
    TrialNote note = TrialNote.begun(trial.getBenchmark(), TrialNote.params(trial), precision).on(peer);
    TrialLog.append(note);
    WorkMeter.forget();
    return new PeerTrial(note);
  }

  /** Work of one of our {@link Workloads}: the peer's is the same. */
  public static Work of(Function<TensorScope, Runnable> workload) {
    return WorkCounter.of(workload);
  }

  /**
   * Refuses the trial if the memory is too small for it.
   *
   * @param bytes at least needed
   */
  public void require(long bytes) {
    OptionalLong available = ResidentMemory.availableBytes();
    if (available.isPresent() && available.getAsLong() < bytes) {
      String reason =
          Text.format("needs %.1f GB, %.1f GB are there", bytes * 1e-9, available.getAsLong() * 1e-9);
      TrialLog.append(note.refused(reason, bytes));
      throw new IllegalStateException(note.benchmark() + " " + reason);
    }
  }
}
