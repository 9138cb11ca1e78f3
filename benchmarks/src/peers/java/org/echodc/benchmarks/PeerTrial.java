package org.echodc.benchmarks;

import java.util.function.Function;
import org.echodc.benchmarks.work.ResidentMemory;
import org.echodc.benchmarks.work.Work;
import org.echodc.benchmarks.work.WorkCounter;
import org.echodc.benchmarks.work.WorkMeter;
import org.echodc.device.DeviceInfo;
import org.echodc.device.memory.TensorScope;
import org.echodc.text.Text;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What the benchmark of a peer has to say before it is timed, as {@link OpenDevice} has. */
public final class PeerTrial {
  /** System property: the most bytes that a trial may need; without it what is there. */
  private static final String LIMIT = "echodc.bench.peerBytes";

  private final TrialNote note;

  private PeerTrial(TrialNote note) {
    this.note = note;
  }

  /** Notes that a trial begins, and on what. */
  public static PeerTrial begin(BenchmarkParams trial, DeviceInfo peer, String precision) {
    TrialNote note =
        TrialNote.begun(trial.getBenchmark(), TrialNote.params(trial), precision).on(peer);
    TrialLog.append(note);
    WorkMeter.forget();
    return new PeerTrial(note);
  }

  /** Work of one of our {@link Workloads}: the peer's is the same. */
  public static Work of(Function<TensorScope, Runnable> workload) {
    return WorkCounter.of(workload);
  }

  /**
   * Refuses the trial if the memory is too small for it, or more than it may have.
   *
   * @param bytes at least needed
   */
  public void require(long bytes) {
    long available = ResidentMemory.availableBytes().orElse(Long.MAX_VALUE);
    long allowed = Math.min(available, Long.getLong(LIMIT, Long.MAX_VALUE));
    if (allowed < bytes) {
      String reason =
          Text.format("needs %.1f GB, %.1f GB may be used", bytes * 1e-9, allowed * 1e-9);
      TrialLog.append(note.refused(reason, bytes));
      throw new IllegalStateException(note.benchmark() + " " + reason);
    }
  }
}
