package org.echodc.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echodc.report.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, and does what it says. */
class ReadmeProgramTest {
  private static final Pattern PROGRAM = Pattern.compile("(?s)```java\n(.*?class (\\w+) .*?)```");
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final int MOST_MINUTES = 10;

  @TempDir private Path folder;

  @Test
  void condensesTheBundledImagesAndEvaluatesThem() throws IOException, InterruptedException {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("../README.md")));
    assertTrue(program.find());
    Path source = folder.resolve(program.group(2) + ".java");
    Files.writeString(source, program.group(1));
    Path run = folder.resolve("run");
    Path out = folder.resolve("out.txt");

    Process process =
        new ProcessBuilder(JAVA.toString(), "-cp", CLASS_PATH, source.toString(), run.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    assertTrue(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue());
    assertTrue(Files.readString(out).matches("10 images a class: [6-9][0-9]\\.\\d+ %\\R"));
    RunDirectory left = RunDirectory.open(run);
    assertTrue(left.isComplete());
    assertEquals(10, left.readCondensed().set().decoding().ipc());
  }
}
