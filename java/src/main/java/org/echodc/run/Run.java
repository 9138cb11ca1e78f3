package org.echodc.run;

import java.nio.file.Path;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.Precision;
import org.echodc.environment.Version;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunIdentity;
import org.echodc.report.run.RunLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A condensation and its evaluations, in a directory: begun, or gone on with from its latest
 * checkpoint.
 *
 * @param plan what it is to do
 * @param device where; the caller opens and closes it
 * @param directory where its files are
 * @param settings how it is kept and watched
 * @param identity what its checkpoints are good for
 */
public record Run(
    RunPlan plan,
    Device device,
    RunDirectory directory,
    RunSettings settings,
    RunIdentity identity) {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  /**
   * What the checkpoints of a run are good for.
   *
   * @param settings a checksum of what else determines the result, such as of a file of settings
   */
  public static RunIdentity identity(
      RunPlan plan, Device device, Precision precision, String settings) {
    return new RunIdentity(
        Version.number(),
        device.info(),
        precision,
        plan.dataset().name(),
        plan.dataset().checksum(),
        settings);
  }

  /**
   * A run that begins in a new directory, with the settings of {@link RunSettings#DEFAULT}.
   *
   * @param path where its files go; an empty folder, or none yet
   * @param precision that the device was opened with
   * @throws IllegalArgumentException if the data set does not suit the plan
   * @throws org.echodc.device.DeviceMemoryException if the device has too little memory
   * @throws org.echodc.report.ReportException if the folder is in use or cannot be written
   */
  public static Run in(Path path, RunPlan plan, Device device, Precision precision) {
    plan.check();
    plan.requireMemory(device);
    RunDirectory directory = RunDirectory.create(path, false);
    RunIdentity identity = identity(plan, device, precision, plan.checksum());
    return new Run(plan, device, directory, RunSettings.DEFAULT, identity);
  }

  /**
   * Runs from the beginning.
   *
   * @throws org.echodc.report.ReportException if files cannot be written, or another process has
   *     the directory
   * @throws org.echodc.condense.NonFiniteLossException if a loss is NaN or infinite; the images
   *     before that are kept
   */
  public RunResult begin(RunObserver observer) {
    RunLock lock = directory.lock();
    try (lock) {
      return execute(observer, RunJournal.begin(directory, identity, settings.checkpointPeriod()));
    }
  }

  /**
   * Goes on from the latest checkpoint, or from the beginning where there is none. The result is
   * that of a run without a pause, bit for bit.
   *
   * @param more the iterations that the run gets in addition, if it does
   * @param force whether it may end differently from a run without a pause
   * @throws org.echodc.report.ReportException also if no checkpoint can be read, or it is of
   *     something else
   */
  public RunResult resume(RunObserver observer, Optional<MoreIterations> more, boolean force) {
    RunLock lock = directory.lock();
    try (lock) {
      RunJournal journal =
          RunJournal.resume(
              directory, identity, settings.checkpointPeriod(), more, force, LOG::warn);
      return execute(observer, journal);
    }
  }

  private RunResult execute(RunObserver observer, RunJournal journal) {
    try (RunWatch watch = new RunWatch(observer, device, settings, directory, journal.meter())) {
      return new CondensationRun(watch, device, directory, plan, journal)
          .execute(settings.commandLine());
    }
  }
}
