package org.echodc.report.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.echodc.report.ReportException;
import org.echodc.report.run.RunViewer;
import org.echodc.text.Text;

/**
 * Serves the page of one run, to this machine only. It listens on the loopback address; it answers
 * only requests whose {@code Host} is that address, so that no name of a foreign site that is made
 * to mean this machine (DNS rebinding) can read it; it knows four paths and no files.
 */
public final class LiveServer implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final int HTTP_OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int MISDIRECTED = 421;
  private static final int UNAVAILABLE = 503;
  private static final int MAX_FOLLOWERS = 16;
  private static final int GOODBYE_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore places = new Semaphore(MAX_FOLLOWERS);
  private final String run = Long.toHexString(System.nanoTime());
  private final LiveRun live = new LiveRun();

  private LiveServer(HttpServer server) {
    this.server = server;
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "live page");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for one that is free
   * @throws ReportException if that is not possible, such as for a port in use
   */
  public static LiveServer open(int port) {
    try {
      InetAddress loopback = InetAddress.getByName(ADDRESS);
      return new LiveServer(HttpServer.create(new InetSocketAddress(loopback, port), 0));
    } catch (IOException e) {
      throw new ReportException(
          Text.format("the live page cannot be served on %s:%d: %s", ADDRESS, port, e.getMessage()),
          e);
    }
  }

  /** Where the page is. */
  public URI address() {
    return URI.create(Text.format("http://%s:%d/", ADDRESS, server.getAddress().getPort()));
  }

  /** What is told to it is shown. */
  public RunViewer viewer() {
    return live;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int port = server.getAddress().getPort();
      String host = exchange.getRequestHeaders().getFirst("Host");
      Headers headers = exchange.getResponseHeaders();
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Content-Security-Policy", "frame-ancestors 'none'");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cache-Control", "no-store");
      if (!Set.of(ADDRESS + ":" + port, "localhost:" + port).contains(String.valueOf(host))) {
        refuse(exchange, MISDIRECTED, "This page is at " + address() + " only.");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        headers.set("Allow", "GET");
        refuse(exchange, METHOD_NOT_ALLOWED, "Only GET is answered.");
      } else {
        answerPath(exchange);
      }
    }
  }

  private void answerPath(HttpExchange exchange) throws IOException {
    switch (String.valueOf(exchange.getRequestURI().getRawPath())) {
      case "/" -> send(exchange, "text/html; charset=utf-8", live.page().map(LiveServer::utf8));
      case "/initial.png" -> send(exchange, "image/png", live.png(LiveRun.Picture.INITIAL));
      case "/condensed.png" -> send(exchange, "image/png", live.png(LiveRun.Picture.CONDENSED));
      case "/events" -> follow(exchange);
      default -> refuse(exchange, NOT_FOUND, "There is nothing here.");
    }
  }

  private void follow(HttpExchange exchange) throws IOException {
    if (!places.tryAcquire()) {
      refuse(exchange, UNAVAILABLE, "Too many pages follow this run.");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(HTTP_OK, 0);
      String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
      new EventStream(live, run, exchange.getResponseBody()).send(Optional.ofNullable(last));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  /** Sends what is there; 503 before the run has begun. */
  private static void send(HttpExchange exchange, String type, Optional<byte[]> body)
      throws IOException {
    if (body.isEmpty()) {
      refuse(exchange, UNAVAILABLE, "The run has not begun yet; try again in a moment.");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(HTTP_OK, body.get().length);
    exchange.getResponseBody().write(body.get());
  }

  private static void refuse(HttpExchange exchange, int code, String reason) throws IOException {
    byte[] body = utf8(reason + "\n");
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Tells every page the end, and stops. */
  @Override
  public void close() {
    live.close();
    threads.shutdown();
    try {
      threads.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
