package org.echodc.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.text.Text;

/**
 * Options that JMH does not have; the others are JMH's.
 *
 * @param breakdown whether to show where the time of the workloads goes, instead of benchmarks
 * @param json where to write all results
 * @param report where to write a page
 * @param reported results of earlier runs, to make the page of instead of benchmarks
 * @param jmh everything else
 */
record BenchOptions(
    boolean breakdown,
    Optional<Path> json,
    Optional<Path> report,
    List<Path> reported,
    List<String> jmh) {
  static final String HELP =
      """
      Options of ECHO, beside JMH's below:
        --json FILE           write all results with devices, shares and memory; JMH's own
                              file (-rf json -rff FILE) has rates and memory, no shares
        --report [FILE.html]  write a page with plots, by default bench-report.html
        --report FILE.json .. make the page of results that --json wrote, beside the first
        --breakdown           time every operation of an iteration, an epoch and a test;
                              -p device=NAME -p precision=NAME -p network=NAME -p width=N
                              -p image=SIDExSIDExCHANNELS choose, one value each
      The machine's rates, of which all else is a share, are measured in every run;
      -e MachineRate leaves them out.
      """;

  private static final String HTML = ".html";
  private static final String JSON = ".json";
  private static final Path DEFAULT_PAGE = Path.of("bench-report.html");

  /**
   * Takes the options apart.
   *
   * @throws IllegalArgumentException if one lacks its value
   */
  static BenchOptions parse(List<String> arguments) {
    boolean breakdown = false;
    Optional<Path> json = Optional.empty();
    Optional<Path> report = Optional.empty();
    List<Path> reported = new ArrayList<>();
    List<String> jmh = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String following = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (arguments.get(i)) {
        case "--breakdown" -> breakdown = true;
        case "--json" -> {
          if (following.isEmpty()) {
            throw new IllegalArgumentException("--json needs a file");
          }
          json = Optional.of(Path.of(following));
          i++;
        }
        case "--report" -> {
          report = Optional.of(following.endsWith(HTML) ? Path.of(following) : DEFAULT_PAGE);
          i += following.endsWith(HTML) ? 1 : 0;
          while (i + 1 < arguments.size() && arguments.get(i + 1).endsWith(JSON)) {
            reported.add(Path.of(arguments.get(++i)));
          }
          if (following.endsWith(JSON)) {
            report = Optional.of(Path.of(following.replaceFirst("\\.json$", HTML)));
          }
        }
        default -> jmh.add(arguments.get(i));
      }
    }
    return new BenchOptions(breakdown, json, report, List.copyOf(reported), List.copyOf(jmh));
  }

  /**
   * Requires that files can be written where they shall be, before a run of minutes.
   *
   * @throws IllegalArgumentException if not; names the folder
   */
  void requirePlaces() {
    Stream.of(json, report).flatMap(Optional::stream).forEach(BenchOptions::requirePlace);
  }

  private static void requirePlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s cannot be written: name a file in a folder that exists and is yours", file));
    }
  }
}
