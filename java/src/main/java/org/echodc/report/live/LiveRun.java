package org.echodc.report.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echodc.report.file.ImageGrid;
import org.echodc.report.file.Json;
import org.echodc.report.page.RunPage;
import org.echodc.report.run.RunSummary;
import org.echodc.report.run.RunViewer;
import org.echodc.synthetic.SyntheticSet;

/**
 * What a run has done so far. The run's thread only leaves references here; pictures are drawn by
 * the threads that ask for them.
 */
final class LiveRun implements RunViewer {

  /** A picture that a page can show, and its name there. */
  enum Picture {
    INITIAL,
    CONDENSED;

    String key() {
      return this == INITIAL ? "initial" : "condensed";
    }
  }

  /**
   * State of a picture.
   *
   * @param version counts the changes
   * @param iteration after which the images are like this; none before condensing
   * @param images to draw
   */
  record Shown(int version, Optional<Integer> iteration, SyntheticSet images) {}

  /**
   * How much of the run a page has been told of.
   *
   * @param events lines
   * @param versions of the pictures
   */
  record Position(int events, Map<Picture, Integer> versions) {
    static Position after(int events) {
      return new Position(events, Map.of());
    }
  }

  /**
   * What a page has not been told of.
   *
   * @param events lines
   * @param pictures that have changed, and all of them at the end
   * @param summary there when the run has ended
   * @param closed whether nothing will follow
   * @param position when it has been told
   */
  record News(
      List<String> events,
      Map<Picture, Shown> pictures,
      Optional<String> summary,
      boolean closed,
      Position position) {}

  private final List<String> events = new ArrayList<>();
  private final Map<Picture, Shown> pictures = new EnumMap<>(Picture.class);
  private Optional<String> page = Optional.empty();
  private Optional<String> summary = Optional.empty();
  private boolean closed;

  @Override
  public synchronized void begin(JsonNode configuration, List<String> earlier) {
    page = Optional.of(RunPage.live(configuration));
    events.addAll(earlier);
    notifyAll();
  }

  @Override
  public synchronized void event(String line) {
    events.add(line);
    notifyAll();
  }

  @Override
  public void initial(SyntheticSet images) {
    show(Picture.INITIAL, Optional.empty(), images);
  }

  @Override
  public void condensed(int iteration, SyntheticSet images) {
    show(Picture.CONDENSED, Optional.of(iteration), images);
  }

  private synchronized void show(
      Picture picture, Optional<Integer> iteration, SyntheticSet images) {
    int version = pictures.containsKey(picture) ? pictures.get(picture).version() + 1 : 1;
    pictures.put(picture, new Shown(version, iteration, images));
    notifyAll();
  }

  @Override
  public synchronized void end(RunSummary ended) {
    summary = Optional.of(Json.line(ended));
    notifyAll();
  }

  /** Lets every page know that nothing will follow. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** The page, once the run has begun. */
  synchronized Optional<String> page() {
    return page;
  }

  /** A picture as PNG, once there is one. */
  Optional<byte[]> png(Picture picture) {
    return shown(picture).map(Shown::images).map(ImageGrid::png);
  }

  private synchronized Optional<Shown> shown(Picture picture) {
    return Optional.ofNullable(pictures.get(picture));
  }

  /**
   * Waits for something that a page has not been told of.
   *
   * @return news without anything new when the time is over
   */
  synchronized News await(Position told, long milliseconds) throws InterruptedException {
    long deadline = System.nanoTime() + milliseconds * 1_000_000;
    News news = since(told);
    for (long left = milliseconds; isNothing(news) && left > 0; news = since(told)) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return news;
  }

  private static boolean isNothing(News news) {
    return news.events().isEmpty()
        && news.pictures().isEmpty()
        && news.summary().isEmpty()
        && !news.closed();
  }

  private News since(Position told) {
    Map<Picture, Shown> changed = new EnumMap<>(Picture.class);
    Map<Picture, Integer> versions = new EnumMap<>(Picture.class);
    pictures.forEach(
        (picture, shown) -> {
          versions.put(picture, shown.version());
          boolean isNew = shown.version() != told.versions().getOrDefault(picture, 0);
          if (isNew || summary.isPresent()) { // a page may not have asked for the last one
            changed.put(picture, shown);
          }
        });
    int from = Math.min(told.events(), events.size());
    return new News(
        List.copyOf(events.subList(from, events.size())),
        changed,
        summary,
        closed,
        new Position(events.size(), versions));
  }
}
