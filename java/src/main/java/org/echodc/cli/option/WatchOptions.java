package org.echodc.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.report.live.LiveServer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a run can be watched. */
public final class WatchOptions {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_EPOCHS = 1_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--live",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Show the run on a web page that only this machine can open, while it goes on. Default"
              + " port: one that is free.")
  private Integer port;

  @Option(
      names = "--test-every",
      paramLabel = "N",
      description =
          "Epochs from one test of an evaluated network to the next, for the curve of accuracy."
              + " Default: a tenth of the epochs.")
  private Integer testPeriod;

  /** The server of the live page, listening, where the user wants one. */
  public Optional<LiveServer> openLive() {
    if (port == null) {
      return Optional.empty();
    }
    Range.check(spec, "--live", port, 0, MAX_PORT);
    return Optional.of(LiveServer.open(port));
  }

  /** Epochs from one test of a network to the next, where the user chose. */
  public OptionalInt testPeriod() {
    if (testPeriod == null) {
      return OptionalInt.empty();
    }
    Range.check(spec, "--test-every", testPeriod, 1, MAX_EPOCHS);
    return OptionalInt.of(testPeriod);
  }
}
