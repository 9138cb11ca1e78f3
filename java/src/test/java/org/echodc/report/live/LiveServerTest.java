package org.echodc.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.echodc.operation.image.Decoding;
import org.echodc.report.ReportException;
import org.echodc.report.run.RunCost;
import org.echodc.report.run.RunExamples;
import org.echodc.report.run.RunSummary;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the live page's server answers, and what it does not. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LiveServerTest {
  private final LiveServer server = LiveServer.open(0);
  private final int port = server.address().getPort();
  private final String host = "127.0.0.1:" + port;

  @AfterEach
  void close() {
    server.close();
  }

  private Socket connect(String request, String hostHeader, String... more) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    String lines = String.join("", List.of(more).stream().map(line -> line + "\r\n").toList());
    socket
        .getOutputStream()
        .write(
            "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
                .formatted(request, hostHeader, lines)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String get(String path) throws IOException {
    return answer("GET " + path, host);
  }

  private String answer(String request, String hostHeader) throws IOException {
    try (Socket socket = connect(request, hostHeader)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private void begin(String... earlier) {
    server.viewer().begin(RunExamples.json(), List.of(earlier));
  }

  private static SyntheticSet images(float gray) {
    return new SyntheticSet(Shape.of(1, 1, 1), 1, new Decoding(1, 1), new float[] {gray});
  }

  private static RunSummary summary() {
    return new RunSummary(RunSummary.Status.COMPLETE, "", 1, 0.5, RunCost.NONE, Map.of());
  }

  @Test
  void servesThePageWhenTheRunHasBegun() throws IOException {
    assertTrue(get("/").startsWith("HTTP/1.1 503"), "before it has begun");
    begin();
    String page = get("/");
    assertTrue(page.startsWith("HTTP/1.1 200"), page);
    assertTrue(page.contains("fashion-mnist-mini"), page);
    assertTrue(page.contains("frame-ancestors 'none'"), page);
    assertFalse(page.contains("Access-Control-Allow-Origin"), page);
  }

  @Test
  void servesTheLatestPicture() throws IOException {
    assertTrue(get("/condensed.png").startsWith("HTTP/1.1 503"));
    server.viewer().condensed(4, images(0));
    String black = get("/condensed.png");
    assertTrue(black.contains("\u0089PNG"), black);
    server.viewer().condensed(8, images(1));
    assertFalse(get("/condensed.png?version=1").endsWith(black.substring(black.length() - 60)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run.json",
        "/condensed.npz",
        "/../../../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/./",
        "/index.html",
        "/events/../run.json",
        "/condensed.png/../initial.npz"
      })
  void knowsNoFiles(String path) throws IOException {
    begin();
    assertTrue(get(path).startsWith("HTTP/1.1 404"), () -> path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", ""})
  void refusesOtherHosts(String name) throws IOException {
    begin();
    String answer = answer("GET /", name.replace("PORT", Integer.toString(port)));
    assertTrue(answer.startsWith("HTTP/1.1 421") || answer.startsWith("HTTP/1.1 400"), answer);
    assertFalse(answer.contains("fashion"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void refusesOtherMethods(String method) throws IOException {
    begin();
    assertTrue(answer(method + " /", host).startsWith("HTTP/1.1 405"));
  }

  /**
   * Port numbers belong to an address: what another address of this machine refuses is not ours.
   */
  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException {
    List<InetAddress> others = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (network.isUp()) {
        network
            .inetAddresses()
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .forEach(others::add);
      }
    }
    assumeTrue(!others.isEmpty(), "this machine has no address but the loopback's");
    for (InetAddress other : others) {
      try (Socket socket = new Socket()) {
        assertThrows(
            ConnectException.class,
            () -> socket.connect(new InetSocketAddress(other, port), 5_000),
            () -> other + " answers");
      }
    }
  }

  @Test
  void aPortInUseIsAnErrorThatNamesIt() {
    ReportException e = assertThrows(ReportException.class, () -> LiveServer.open(port));
    assertTrue(e.getMessage().contains(host), e.getMessage());
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The lines of an event stream until its end, or until one contains the text. */
  private static List<String> read(BufferedReader reader, String last) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.contains(": ")) {
        lines.add(line);
      }
      if (line.contains(last)) {
        break;
      }
    }
    return lines;
  }

  private static List<String> starting(List<String> lines, String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  @Test
  void tellsWhatWasAndWhatComes() throws IOException {
    begin("{\"earlier\":1}");
    server.viewer().initial(images(0));
    try (Socket socket = connect("GET /events", host)) {
      BufferedReader reader = reader(socket);
      List<String> before = read(reader, "initial.png?version=1");
      assertEquals("data: {\"earlier\":1}", starting(before, "data: ").get(0));
      server.viewer().event("{\"now\":2}");
      server.viewer().condensed(3, images(1));
      String picture = "condensed.png?version=1";
      List<String> now = read(reader, picture);
      assertEquals(List.of("data: {\"now\":2}"), starting(now, "data: {\"now"));
      assertTrue(now.get(now.size() - 1).contains("\"iteration\":3"), now::toString);
      server.viewer().end(summary());
      List<String> after = starting(read(reader, "never"), "data: ");
      assertEquals(3, after.size(), "both pictures and the summary");
      assertTrue(after.get(1).contains("\"src\":\"data:image/png;base64,"), after::toString);
      assertTrue(after.get(2).contains("\"status\":\"complete\""), after::toString);
    }
  }

  private String lastId() throws IOException {
    try (Socket socket = connect("GET /events", host)) {
      return starting(read(reader(socket), "id: "), "id: ").get(0).substring("id: ".length());
    }
  }

  @Test
  void aPageThatComesBackGetsWhatItMissed() throws IOException {
    begin("{\"line\":1}", "{\"line\":2}");
    String id = lastId();
    server.viewer().event("{\"line\":3}");
    try (Socket socket = connect("GET /events", host, "Last-Event-ID: " + id)) {
      assertEquals(
          List.of("data: {\"line\":3}"),
          starting(read(reader(socket), "\"line\":3"), "data: {\"line\""));
    }
  }

  @Test
  void aPageOfAnotherRunIsToldToLoadAgain() throws IOException {
    begin("{\"line\":1}");
    try (Socket socket = connect("GET /events", host, "Last-Event-ID: 1f-7")) {
      List<String> lines = read(reader(socket), "never");
      assertTrue(lines.contains("event: reload"), lines::toString);
      assertEquals(Optional.empty(), lines.stream().filter(l -> l.contains("line")).findAny());
    }
  }

  @Test
  void closingEndsTheStreams() throws IOException {
    begin();
    try (Socket socket = connect("GET /events", host)) {
      BufferedReader reader = reader(socket);
      read(reader, "text/event-stream");
      server.close();
      assertEquals(List.of(), starting(read(reader, "never"), "data: "));
    }
    assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
  }
}
