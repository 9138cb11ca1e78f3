package org.echodc.cli.option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echodc.cli.recipe.RecipeCatalog;
import org.echodc.cli.recipe.RecipeDefaults;
import org.echodc.cli.recipe.RunSource;
import org.echodc.data.ImageDataset;
import org.echodc.report.run.RunDirectory;
import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a run's settings come from, where its results go, and how it goes on another time. */
public final class RunOptions {
  private static final List<String> OF_NEW_RUNS =
      List.of(RunSource.RECIPE, "--output", "--overwrite");
  private static final double MAX_MINUTES = 1e6;
  private static final double NANOS_PER_MINUTE = 60e9;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = RunSource.RECIPE,
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description =
          "Recipe whose settings are the defaults: a YAML file, or a name that 'echodc recipes'"
              + " lists. Options on the command line go before it.")
  private String recipe;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Run directory. Default: runs/DATA-TIME, with -2, -3 and so on behind it where that is"
              + " there already.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace an earlier run in the run directory.")
  private boolean overwrite;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "MINUTES",
      defaultValue = "5",
      description = "Time from one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = RunSource.RESUME,
      paramLabel = "RUN_DIR",
      description =
          "Go on with a run that was ended or killed, from its latest checkpoint. The result is that"
              + " of a run without a pause, bit for bit. Its settings cannot be changed, but it can"
              + " get more --iterations, also when it is complete.")
  private Path resumed;

  @Option(
      names = "--force",
      description =
          "Resume even on another device, or with another precision or recipe; the result then is"
              + " another one.")
  private boolean force;

  /** What a shell proposes for {@code --recipe}. */
  private static final class RecipeNames extends Candidates {
    RecipeNames() {
      super(RecipeCatalog.names());
    }
  }

  /** The run to go on with. */
  public Optional<Path> resumed() {
    return Optional.ofNullable(resumed);
  }

  public boolean force() {
    return force;
  }

  /** Time from one checkpoint to the next, checked. */
  public Duration checkpointPeriod() {
    Range.check(spec, "--checkpoint-every", minutes, 0, MAX_MINUTES);
    return Duration.ofNanos((long) (minutes * NANOS_PER_MINUTE));
  }

  /** Makes the directory of a new run. */
  public RunDirectory create(ImageDataset dataset) {
    if (output != null) {
      return RunDirectory.create(output, overwrite);
    }
    String time =
        LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    return RunDirectory.createAnother(Path.of("runs", dataset.name() + "-" + time));
  }

  /**
   * Checks that the options given fit together: a run that goes on has its settings, only the place
   * where it computes may be another, and the number of its iterations.
   */
  public void check() {
    if (resumed == null) {
      if (force) {
        throw refuse("--force belongs to --resume");
      }
      return;
    }
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      boolean setting =
          RecipeDefaults.options(spec).contains(given)
              && !DeviceOptions.mayChange(given)
              && !given.longestName().equals(MethodOptions.ITERATIONS);
      if (setting || OF_NEW_RUNS.contains(given.longestName())) {
        throw refuse(
            Text.format(
                "%s cannot be combined with --resume: the run has its settings; leave it out",
                given.longestName()));
      }
    }
  }

  private ParameterException refuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
