package org.echodc.benchmarks.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a run took place.
 *
 * @param time when it ended, ISO 8601
 * @param system operating system and version
 * @param jvm virtual machine and version
 * @param processors that the process may use
 * @param command what was asked for
 */
public record Machine(String time, String system, String jvm, int processors, String command) {

  /** This machine, now. */
  public static Machine current(String command) {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.vm.version"),
        Runtime.getRuntime().availableProcessors(),
        command);
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
