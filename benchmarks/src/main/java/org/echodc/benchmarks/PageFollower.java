package org.echodc.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks for what the live page asks for, and when: its events as they come, the latest picture every
 * three seconds. It draws nothing.
 */
final class PageFollower implements AutoCloseable {
  private static final long NANOS_BETWEEN_PICTURES = TimeUnit.SECONDS.toNanos(3); // as live.js
  private static final String NEW_PICTURE = "condensed.png?version=";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI page;
  private final CompletableFuture<Void> followed;
  private volatile boolean endExpected;
  private long lastPicture = System.nanoTime() - NANOS_BETWEEN_PICTURES;

  /** Opens a page, which follows until its server ends. */
  PageFollower(URI page) {
    this.page = page;
    get("", HttpResponse.BodyHandlers.ofString());
    followed = CompletableFuture.runAsync(this::follow);
  }

  private void follow() {
    try {
      followEvents();
    } catch (UncheckedIOException e) {
      if (!endExpected) {
        throw e;
      }
    }
  }

  private void followEvents() {
    get("events", HttpResponse.BodyHandlers.ofLines())
        .forEach(
            line -> {
              boolean due = System.nanoTime() - lastPicture >= NANOS_BETWEEN_PICTURES;
              if (due && line.contains(NEW_PICTURE)) {
                lastPicture = System.nanoTime();
                get("condensed.png", HttpResponse.BodyHandlers.ofByteArray());
              }
            });
  }

  private <T> T get(String path, HttpResponse.BodyHandler<T> body) {
    try {
      HttpResponse<T> answer =
          client.send(HttpRequest.newBuilder(page.resolve(path)).build(), body);
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(page.resolve(path) + " answers " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while following " + page, e);
    }
  }

  /** The server is about to end: a picture that it no longer sends is no failure. */
  void expectEnd() {
    endExpected = true;
  }

  /** Waits until all has been followed. */
  @Override
  public void close() {
    followed.join();
  }
}
