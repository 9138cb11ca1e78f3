package org.echodc.cli.terminal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.echodc.report.run.RunSummary;
import org.echodc.run.RunObserver;
import org.slf4j.Logger;

/** Shows on the terminal how a run goes, and ends it when the user asks for that. */
public final class RunProgress implements RunObserver {
  private final PrintWriter out;
  private final ProgressOutput output;
  private final Interruption interruption;
  private final String device;
  private final Path directory;
  private final ResultTable table = new ResultTable();
  private Optional<Progress> progress = Optional.empty();

  /**
   * Shows a run.
   *
   * @param out receives the results
   * @param err receives the progress
   * @param device name of the device that computes
   * @param directory of the run
   */
  public RunProgress(
      PrintWriter out,
      PrintWriter err,
      Logger log,
      Interruption interruption,
      String device,
      Path directory) {
    this.out = out;
    output = ProgressOutput.of(err, log);
    this.interruption = interruption;
    this.device = device;
    this.directory = directory;
  }

  @Override
  public void begin(Task task) {
    String unit = task.unit().equals("iteration") ? "it" : task.unit();
    Pace pace = new Pace(System::nanoTime, task.done(), task.total());
    progress = Optional.of(new Progress(output, task.name(), unit, pace));
  }

  @Override
  public void reach(long done) {
    progress.orElseThrow().reach(done);
  }

  @Override
  public void loss(double loss) {
    progress.orElseThrow().loss(loss);
  }

  @Override
  public void end() {
    progress.orElseThrow().close();
  }

  @Override
  public boolean cancelled() {
    return interruption.requested();
  }

  @Override
  public void evaluated(EvaluatedSet set) {
    table.add(set);
  }

  @Override
  public void ended(RunSummary summary) {
    RunSummary.Status status = summary.status();
    if (status == RunSummary.Status.COMPLETE && !summary.accuracy().isEmpty()) {
      out.printf(Locale.ROOT, "%n%s%n%n", table);
    }
    out.printf(
        Locale.ROOT,
        "%s after %.0f s on %s; %s in %s%n",
        status.name().toLowerCase(Locale.ROOT),
        summary.cost().seconds(),
        device,
        status == RunSummary.Status.COMPLETE ? "results are" : "what was reached is",
        directory);
    if (status == RunSummary.Status.CANCELLED) {
      out.printf(Locale.ROOT, "go on with: echodc condense --resume %s%n", directory);
    }
    out.flush();
  }
}
