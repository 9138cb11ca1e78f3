package org.echodc.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.work.Seconds;
import org.echodc.benchmarks.work.WorkMeter;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Brings JMH's results and the notes of the processes that measured together. */
public final class Gathering {
  private static final String PACKAGE = Gathering.class.getPackageName() + ".";

  private Gathering() {}

  private record Trial(String benchmark, Map<String, String> params) {}

  /** One measurement a trial, in the order in which they began. */
  public static List<Measurement> gather(List<TrialNote> notes, Collection<RunResult> results) {
    Map<Trial, TrialNote> noted = new LinkedHashMap<>();
    notes.forEach(note -> noted.put(new Trial(note.benchmark(), note.params()), note));
    Map<Trial, RunResult> measured = new LinkedHashMap<>();
    results.forEach(result -> measured.put(trial(result.getParams()), result));

    List<Measurement> gathered = new ArrayList<>();
    noted.forEach((trial, note) -> gathered.add(measurement(trial, note, measured.get(trial))));
    measured.keySet().removeAll(noted.keySet());
    measured.forEach((trial, result) -> gathered.add(measurement(trial, null, result)));
    return gathered;
  }

  private static Trial trial(BenchmarkParams params) {
    return new Trial(params.getBenchmark(), TrialNote.params(params));
  }

  private static Measurement measurement(Trial trial, TrialNote note, RunResult result) {
    Map<String, String> params = new TreeMap<>(trial.params());
    if (note != null && note.device() != null) {
      params.remove("device"); // the device tells more
    }
    String asked = params.remove("precision");
    String failure = result != null ? null : "no result; see the output above";
    return new Measurement(
        trial.benchmark().replace(PACKAGE, "").replace("peers.", ""),
        params,
        note == null ? null : note.device(),
        note == null ? asked : note.precision(),
        result == null ? null : time(result),
        result == null ? null : rates(result),
        result == null ? needed(note) : memory(result),
        note == null ? null : note.refusal(),
        note == null || note.refusal() != null
            ? null
            : note.failure() != null ? note.failure() : failure);
  }

  private static Measurement.Time time(RunResult result) {
    BenchmarkParams params = result.getParams();
    double score = result.getPrimaryResult().getScore();
    double seconds = Seconds.perInvocation(params.getMode(), params.getTimeUnit(), score);
    double relative = result.getPrimaryResult().getScoreError() / score;
    return new Measurement.Time(seconds, Double.isFinite(relative) ? seconds * relative : null);
  }

  private static Measurement.Rates rates(RunResult result) {
    return new Measurement.Rates(
        secondary(result, WorkMeter.GFLOPS), secondary(result, WorkMeter.GBS), null, null);
  }

  private static Measurement.Memory needed(TrialNote note) {
    return note == null || note.neededBytes() == null
        ? null
        : new Measurement.Memory(note.neededBytes() / (double) (1 << 20), null);
  }

  private static Measurement.Memory memory(RunResult result) {
    return new Measurement.Memory(
        secondary(result, WorkMeter.DEVICE_MEMORY), secondary(result, WorkMeter.RESIDENT_MEMORY));
  }

  private static Double secondary(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    return found == null ? null : found.getScore();
  }
}
