package org.echodc.report.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echodc.report.ReportException;
import org.echodc.text.Text;

/** Reads JSON that somebody gave us: sizes are checked before anything is allocated. */
public final class JsonFiles {
  private static final long MAX_OBJECT_BYTES = 16L << 20;
  private static final long MAX_LINES_BYTES = 256L << 20;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonFiles() {}

  /**
   * Reads an object.
   *
   * @throws ReportException if the file cannot be read, is too large, or is anything else
   */
  public static JsonNode object(Path file) {
    return parse(file, text(file, MAX_OBJECT_BYTES), "");
  }

  /**
   * Reads objects, one a line. Behind the last line end may be the beginning of a line that was
   * never completed; it is left out.
   *
   * @throws ReportException if the file cannot be read, is too large, or is anything else
   */
  public static List<JsonNode> lines(Path file) {
    String text = text(file, MAX_LINES_BYTES);
    List<JsonNode> objects = new ArrayList<>();
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      objects.add(parse(file, text.substring(begin, end), ", line " + (objects.size() + 1)));
      begin = end + 1;
    }
    return objects;
  }

  private static JsonNode parse(Path file, String text, String where) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ReportException(
          Text.format("%s%s is not JSON: %s", file, where, e.getOriginalMessage()), e);
    }
    if (!node.isObject()) {
      throw new ReportException(Text.format("%s%s is not a JSON object", file, where));
    }
    return node;
  }

  private static String text(Path file, long maxBytes) {
    try {
      if (Files.size(file) > maxBytes) {
        throw new ReportException(
            Text.format("%s has %d bytes; expected at most %d", file, Files.size(file), maxBytes));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ReportException(
          Text.format("%s cannot be read: %s", file, AtomicFile.reason(e)), e);
    }
  }
}
