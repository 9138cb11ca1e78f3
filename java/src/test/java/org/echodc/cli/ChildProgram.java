package org.echodc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program as a process of its own, that can be killed. */
public final class ChildProgram {
  private static final String SMALL =
      "condense --device=cpu --threads=1 --width=4 --real-batch=4 --ipc=1 --loss-every=10";

  private ChildProgram() {}

  /** Arguments of a run of small iterations, a millisecond or so each. */
  static List<String> small(Path output, String... more) {
    return arguments(SMALL, Stream.concat(Stream.of("--output=" + output), Stream.of(more)));
  }

  /** Arguments to go on with a run. */
  static List<String> resume(Path run, String... more) {
    return arguments("condense --resume=" + run, Stream.of(more));
  }

  private static List<String> arguments(String first, Stream<String> more) {
    return Stream.concat(Stream.of(first.split(" ")), more).toList();
  }

  /** Starts it; standard output and error are one stream. */
  public static ProcessBuilder with(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Runs it to its end, which must be success. */
  static void run(List<String> arguments) throws IOException, InterruptedException {
    Process process = with(arguments).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " failed:\n" + output);
    }
  }
}
