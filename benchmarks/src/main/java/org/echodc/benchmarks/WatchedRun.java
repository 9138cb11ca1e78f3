package org.echodc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.benchmarks.WatchingBenchmark.Watched;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.data.ImageDataset;
import org.echodc.device.DeviceInfo;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.report.live.LiveServer;
import org.echodc.report.run.MetricsLog;
import org.echodc.report.run.RunConfiguration;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunEvent;
import org.echodc.report.run.RunViewer;
import org.echodc.synthetic.SyntheticSet;

/** Watches a condensation as {@code echodc condense} does, in a directory that is removed. */
final class WatchedRun implements CondensationProgress, AutoCloseable {
  private static final String OBJECTIVE = "echo";

  private final Path path;
  private final Optional<LiveServer> server;
  private final Optional<PageFollower> page;
  private final RunViewer viewer;
  private final MetricsLog metrics;

  private WatchedRun(Path path, Watched watched, RunConfiguration configuration) {
    this.path = path;
    server = watched == Watched.NOBODY ? Optional.empty() : Optional.of(LiveServer.open(0));
    viewer = server.map(LiveServer::viewer).orElse(RunViewer.NONE);
    RunDirectory directory = RunDirectory.create(path, false);
    directory.write(configuration);
    metrics = directory.metrics(viewer::event);
    viewer.begin(directory.configuration(), directory.events());
    page =
        watched == Watched.FOLLOWED
            ? Optional.of(new PageFollower(server.orElseThrow().address()))
            : Optional.empty();
  }

  /** Begins to watch; the caller closes it. */
  static WatchedRun begin(
      Watched watched,
      ImageDataset dataset,
      CondensationConfig config,
      EvaluationConfig evaluation,
      DeviceInfo device)
      throws IOException {
    return new WatchedRun(
        Files.createTempDirectory("echodc-watched"),
        watched,
        new RunConfiguration(
            "bench",
            Instant.now().toString(),
            RunConfiguration.Data.of(dataset),
            config,
            evaluation,
            device,
            Map.of()));
  }

  @Override
  public void begin(SyntheticSet initial) {
    viewer.initial(initial);
  }

  @Override
  public void loss(int iteration, List<Float> classLosses, double seconds) {
    metrics.add(RunEvent.Loss.of(OBJECTIVE, iteration, seconds, classLosses));
  }

  @Override
  public void images(int iteration, SyntheticSet images) {
    viewer.condensed(iteration, images);
  }

  @Override
  public void close() throws IOException {
    page.ifPresent(PageFollower::expectEnd);
    server.ifPresent(LiveServer::close);
    page.ifPresent(PageFollower::close);
    metrics.close();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
