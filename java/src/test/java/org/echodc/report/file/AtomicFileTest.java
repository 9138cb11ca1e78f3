package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, out -> out.write("a longer first text".getBytes()));
    AtomicFile.write(file, out -> out.write("second".getBytes()));
    assertEquals("second", Files.readString(file));
    assertEquals(List.of(file), contents());
  }

  @Test
  void theOldFileIsThereUntilTheNewOneIsComplete() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "old");
    AtomicFile.write(
        file,
        out -> {
          out.write("half of the new".getBytes());
          out.flush();
          assertEquals("old", Files.readString(file));
        });
    assertEquals("half of the new", Files.readString(file));
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "old");
    ReportException e =
        assertThrows(
            ReportException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals(file + " cannot be written: io: No space left on device", e.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), contents());
  }

  @Test
  void anUncheckedFailureLeavesNothingEither() throws IOException {
    Path file = folder.resolve("file");
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  throw new IllegalStateException();
                }));
    assertEquals(List.of(), contents());
  }

  @Test
  void linksLeadNoWritingElsewhere() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    Path file = folder.resolve("file");
    Files.createSymbolicLink(folder.resolve("file.partial"), outside);
    Files.createSymbolicLink(file, outside);
    AtomicFile.write(file, out -> out.write("new".getBytes()));
    assertEquals("precious", Files.readString(outside));
    assertEquals("new", Files.readString(file));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = folder.resolve("nowhere/file");
    ReportException e =
        assertThrows(ReportException.class, () -> AtomicFile.write(file, out -> out.write(1)));
    assertTrue(e.getMessage().startsWith(file + " cannot be written: no such file"));
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
