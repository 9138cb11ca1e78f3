package org.echodc.report.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.text.Text;

/** The recipe in a run directory, which reproduces the run; a run has begun when it is there. */
public final class RecipeFile {
  static final String NAME = "recipe.yaml";
  private static final Pattern ITERATIONS = Pattern.compile("(?m)^iterations:.*(\\R|$)");

  private final Path path;

  RecipeFile(Path directory) {
    path = directory.resolve(NAME);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Writes it. */
  public void write(byte[] yaml) {
    AtomicFile.write(path, out -> out.write(yaml));
  }

  /**
   * Its CRC-32C, in hexadecimal: it shows whether somebody changed it. The number of iterations is
   * left out, for a run may be given more.
   *
   * @throws ReportException if it cannot be read
   */
  public String checksum() {
    CRC32C checksum = new CRC32C();
    String settings = ITERATIONS.matcher(read()).replaceAll("");
    checksum.update(settings.getBytes(StandardCharsets.UTF_8));
    return Text.format("%08x", checksum.getValue());
  }

  /**
   * Changes the number of iterations.
   *
   * @throws ReportException if it cannot be read or written
   */
  public void writeIterations(int iterations) {
    write(
        ITERATIONS
            .matcher(read())
            .replaceFirst("iterations: " + iterations + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private String read() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw ReportException.unreadable(path, e);
    }
  }
}
