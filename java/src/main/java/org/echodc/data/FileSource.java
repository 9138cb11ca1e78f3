package org.echodc.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to read, in a folder or in the program.
 *
 * @param name of the file, for messages
 * @param opener opens it
 */
public record FileSource(String name, Opener opener) {

  /** Opens a file. */
  public interface Opener {
    InputStream open() throws IOException;
  }

  public static FileSource file(Path file) {
    return new FileSource(file.toString(), () -> Files.newInputStream(file));
  }

  /** A file in this package's resources. */
  public static FileSource bundled(String resource) {
    return new FileSource("bundled " + resource, () -> openBundled(resource));
  }

  private static InputStream openBundled(String resource) throws IOException {
    InputStream in = FileSource.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("the program was packaged without it");
    }
    return in;
  }
}
