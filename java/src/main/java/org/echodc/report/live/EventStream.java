package org.echodc.report.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echodc.report.page.RunPage;
import org.echodc.text.Text;

/**
 * Tells one page what happens, as server-sent events: the lines of {@code metrics.jsonl} as
 * messages, and the kinds {@code picture}, {@code summary} and {@code reload}. Messages carry the
 * run and the number of lines so far, so that a page that lost its connection gets what it missed.
 */
final class EventStream {
  private static final long HEARTBEAT_MILLISECONDS = 15_000;

  /** A page could not draw more. */
  private static final long MILLISECONDS_BETWEEN_NEWS = 500;

  private final LiveRun live;
  private final String run;
  private final OutputStream out;

  EventStream(LiveRun live, String run, OutputStream out) {
    this.live = live;
    this.run = run;
    this.out = out;
  }

  /**
   * Sends what happens until the run has ended.
   *
   * @param last what the page got last, if it had a connection before
   * @throws IOException if the page is gone
   */
  void send(Optional<String> last) throws IOException, InterruptedException {
    if (last.isPresent() && !last.get().startsWith(run + "-")) {
      message("reload", run);
      return;
    }
    LiveRun.Position told = LiveRun.Position.after(last.map(this::lines).orElse(0));
    while (true) {
      LiveRun.News news = live.await(told, HEARTBEAT_MILLISECONDS);
      tell(news);
      if (news.closed() || news.summary().isPresent()) {
        return;
      }
      told = news.position();
      Thread.sleep(MILLISECONDS_BETWEEN_NEWS);
    }
  }

  private int lines(String id) {
    String number = id.substring(run.length() + 1);
    return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  private void tell(LiveRun.News news) throws IOException {
    if (!news.events().isEmpty()) {
      write(Text.format("id: %s-%d\n%s\n", run, news.position().events(), data(news.events())));
    }
    for (var entry : news.pictures().entrySet()) {
      LiveRun.Shown shown = entry.getValue();
      String name = entry.getKey().key();
      message(
          "picture",
          RunPage.picture(
              name,
              news.summary().isPresent()
                  ? RunPage.dataAddress(shown.images()) // nobody answers any more
                  : Text.format("%s.png?version=%d", name, shown.version()),
              shown.iteration(),
              shown.images()));
    }
    if (news.summary().isPresent()) {
      message("summary", news.summary().get());
    } else {
      write(": alive\n\n");
    }
    out.flush();
  }

  private void message(String kind, String line) throws IOException {
    write(Text.format("event: %s\n%s\n", kind, data(List.of(line))));
    out.flush();
  }

  private static String data(List<String> lines) {
    return lines.stream().map(line -> "data: " + line + "\n").collect(Collectors.joining());
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
