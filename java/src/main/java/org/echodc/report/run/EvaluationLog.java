package org.echodc.report.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.Json;
import org.echodc.report.file.JsonFiles;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/**
 * {@code evaluations.jsonl} of a run directory: what {@code echodc evaluate} found, a line a
 * network and set of images. Lines are only added, each in one step, so two evaluations at a time
 * lose nothing; a later line takes the place of an earlier one of the same images and settings.
 */
public final class EvaluationLog {
  static final String NAME = "evaluations.jsonl";

  /** What a line says besides what was evaluated, and how. */
  private static final Set<String> RESULTS =
      Set.of("accuracy", "seconds", "command_line", "started", "device", "versions");

  private final Path file;

  /**
   * How good some images of a run are for one architecture.
   *
   * @param images which; their fields stand among those of the line
   * @param parameters of the network
   * @param evaluation how it was trained and tested
   * @param accuracy of the trained networks on the test images
   * @param seconds that all of them took
   * @param session when and where; its fields stand among those of the line
   */
  public record Entry(
      @JsonUnwrapped Images images,
      long parameters,
      EvaluationConfig evaluation,
      AccuracyStatistics accuracy,
      double seconds,
      @JsonUnwrapped RunSession session) {

    /** The network, with its size where that is chosen. */
    @JsonProperty("description")
    public String description() {
      return evaluation.network().description();
    }
  }

  /**
   * Images that networks are trained on.
   *
   * @param set which: that of the run's objective (echo, dm), initial or random
   * @param checksum of the stored images, eight hexadecimal digits
   * @param perClass training images a class, after decoding
   */
  public record Images(String set, String checksum, int perClass) {
    /** Names them. */
    public static Images of(String set, SyntheticSet images) {
      return new Images(set, EvaluationLog.checksum(images), images.decoding().decodedPerClass());
    }
  }

  EvaluationLog(Path run) {
    file = run.resolve(NAME);
  }

  /**
   * A checksum of images, by which a line is known to be about them, as eight hexadecimal digits.
   */
  public static String checksum(SyntheticSet images) {
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(images.pixels().length * Float.BYTES);
    bytes.asFloatBuffer().put(images.pixels());
    checksum.update(bytes);
    return Text.format("%08x", checksum.getValue());
  }

  /**
   * Checks, before hours of work, that a line can be added.
   *
   * @throws ReportException if not
   */
  public void requireWritable() {
    append("");
  }

  /**
   * Adds a line, on disk when this returns.
   *
   * @throws ReportException if that fails
   */
  public void add(Entry evaluation) {
    append(Json.line(evaluation) + "\n");
  }

  private void append(String text) {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (IOException e) {
      throw new ReportException(
          Text.format("%s cannot be written: %s", file, AtomicFile.reason(e)), e);
    }
  }

  /**
   * The lines about images that are there still: a run that went on has other ones.
   *
   * @param current checksums of the run's images
   * @throws ReportException if the file cannot be read
   */
  List<JsonNode> about(Set<String> current) {
    Map<JsonNode, JsonNode> latest = new LinkedHashMap<>();
    if (Files.isRegularFile(file)) {
      for (JsonNode line : JsonFiles.lines(file)) {
        requireComplete(line);
        boolean isRandom = line.path("set").asText().equals("random"); // whatever the run did
        if (isRandom || current.contains(line.path("checksum").asText())) {
          ObjectNode question = line.deepCopy();
          latest.put(question.remove(RESULTS), line);
        }
      }
    }
    return List.copyOf(latest.values());
  }

  private void requireComplete(JsonNode line) {
    boolean complete =
        line.path("description").isTextual()
            && line.path("parameters").isNumber()
            && line.at("/evaluation/epochs").isNumber()
            && line.at("/accuracy/mean").isNumber()
            && line.at("/accuracy/values").isArray();
    if (!complete) {
      throw new ReportException(Text.format("%s: this is no evaluation: %s", file, line));
    }
  }
}
