package org.echodc.benchmarks.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of one run, as they are kept in a file.
 *
 * @param machine where it ran
 * @param measurements one for each benchmark and parameters
 */
public record Results(Machine machine, List<Measurement> measurements) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // only the records' components
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** Computes the shares. */
  public static Results of(Machine machine, List<Measurement> measurements) {
    MachineRates rates = new MachineRates(measurements);
    return new Results(machine, measurements.stream().map(rates::withShares).toList());
  }

  /** Whether something went wrong; a refusal is not wrong. */
  public boolean hasFailures() {
    return measurements.stream().anyMatch(m -> m.failure() != null);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read, or holds something else; says which
   */
  public static Results read(Path file) throws IOException {
    try {
      return MAPPER.readValue(file.toFile(), Results.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " does not hold results of echodc bench --json: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads the results of several runs.
   *
   * @throws IOException as for one file
   */
  public static List<Results> read(List<Path> files) throws IOException {
    List<Results> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(read(file));
    }
    return runs;
  }

  /** Writes a JSON file. */
  public void write(Path file) throws IOException {
    Files.write(file, MAPPER.writeValueAsBytes(this));
  }
}
