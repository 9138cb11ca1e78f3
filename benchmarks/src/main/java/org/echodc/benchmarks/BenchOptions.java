package org.echodc.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Options that JMH does not have; the others are JMH's.
 *
 * @param breakdown whether to show where the time of the workloads goes, instead of benchmarks
 * @param json where to write all results
 * @param jmh everything else
 */
record BenchOptions(boolean breakdown, Optional<Path> json, List<String> jmh) {
  static final String HELP =
      """
      Options of ECHO, beside JMH's below:
        --breakdown     time every operation of an iteration, an epoch and a test
                        (-p device=NAME -p precision=NAME -p width=N choose)
        --json FILE     write all results with device, shares and memory as JSON;
                        JMH's own file (-rf json -rff FILE) has no devices and shares
      The machine's rates, of which all else is a share, are measured in every run;
      -e MachineRate leaves them out.
      """;

  /**
   * Takes the options apart.
   *
   * @throws IllegalArgumentException if one lacks its value
   */
  static BenchOptions parse(List<String> arguments) {
    boolean breakdown = false;
    Optional<Path> json = Optional.empty();
    List<String> jmh = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--breakdown" -> breakdown = true;
        case "--json" -> json = Optional.of(Path.of(value(arguments, ++i)));
        default -> jmh.add(arguments.get(i));
      }
    }
    return new BenchOptions(breakdown, json, jmh);
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException(arguments.get(index - 1) + " needs a file");
    }
    return arguments.get(index);
  }
}
