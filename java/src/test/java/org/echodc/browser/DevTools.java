package org.echodc.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection to one page by the Chrome DevTools Protocol: commands and their answers. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;

  DevTools(HttpClient client, URI address) {
    socket = client.newWebSocketBuilder().buildAsync(address, this).join();
  }

  /** Gives a command and waits for its result. */
  JsonNode command(String method, Map<String, ?> parameters) throws Exception {
    JsonNode found = send(method, parameters).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (found.has("error")) {
      throw new IllegalStateException(method + ": " + found.get("error"));
    }
    return found.get("result");
  }

  /** Gives a command without parameters, whose result is of no interest. */
  void send(String method) {
    send(method, Map.of());
  }

  private CompletableFuture<JsonNode> send(String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    ObjectNode command = mapper.createObjectNode();
    command.put("id", id);
    command.put("method", method);
    command.set("params", mapper.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(command.toString(), true).join();
    return answer;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
    message.append(data);
    if (isLast) {
      try {
        JsonNode answer = mapper.readTree(message.toString());
        if (answer.has("id")) {
          waiting.remove(answer.get("id").asInt()).complete(answer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        message.setLength(0);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
